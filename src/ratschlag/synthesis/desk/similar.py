"""While an answer is typed in: what was said before that is like it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ratschlag.contributions.rules import LONGEST_TEXT, may_type_in
from ratschlag.lib.permission import require
from ratschlag.people.queries import standing_of
from ratschlag.process.models import Process
from ratschlag.synthesis.compute.words import ENOUGH, is_enough
from ratschlag.synthesis.queries.similar import similar_to


@require_POST
def similar(request: HttpRequest, process: str) -> HttpResponse:
    """`frage` names the field whose words are looked for; `teil` asks for the list alone.

    The words come in the body, never in an address: addresses stand in logs.
    """
    row = get_object_or_404(Process, slug=process)
    standing = standing_of(request)
    require(may_type_in(standing, row.slug))
    text = request.POST.get(request.POST.get("frage", ""), "")
    text = text.replace("\x00", "").strip()[:LONGEST_TEXT]
    is_part = "teil" in request.POST
    page = {"process": row, "text": text, "is_part": is_part, "rows": [], "refused": ""}
    if is_enough(text):
        page["rows"] = similar_to(text, row, standing)
    elif not is_part:
        page["refused"] = _("Please type at least %(count)s words first.") % {"count": ENOUGH}
    template = "synthesis/_similar.html" if is_part else "synthesis/desk_similar.html"
    response = render(request, template, page, status=422 if page["refused"] else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
