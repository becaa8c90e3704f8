"""The questionnaire to print, for whoever would rather not answer online."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from ratschlag.city.queries import city_of
from ratschlag.journal.queries import at_of
from ratschlag.lib.permission import public
from ratschlag.process.models import Process
from ratschlag.process.rules import Tense
from ratschlag.survey.exports.paper import paper_of
from ratschlag.survey.queries import latest_version, survey_of, tense_of


@public
@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """From the first day on: what is asked is nobody's to print before."""
    process = get_object_or_404(Process.objects.announced(), slug=slug)
    found = survey_of(process, at_of(request))
    if found is None or tense_of(found, at_of(request)) is Tense.NEXT:
        raise Http404
    made = paper_of(found, latest_version(found), request.LANGUAGE_CODE, city_of(request))
    etag = f'"{hashlib.sha256(made).hexdigest()}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        made, content_type="application/pdf"
    )
    name = f"{found.slug}-{request.LANGUAGE_CODE}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["ETag"] = etag
    # The end may be moved while it is open: nobody keeps the old day for longer than this.
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
