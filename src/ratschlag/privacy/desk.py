"""Privacy at the desk: what is asked, who chose what, what is read, kept, shown and erased."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratschlag.city.queries import city_of
from ratschlag.lib.forms import is_done
from ratschlag.lib.pages import saved
from ratschlag.lib.permission import require
from ratschlag.lib.retention import Rows
from ratschlag.people.queries import person_of, standing_of
from ratschlag.privacy import actions
from ratschlag.privacy.exports import choice_table, page_table
from ratschlag.privacy.forms import EraseForm, LayerForm, RequestForm
from ratschlag.privacy.models import ChoiceCount, Layer, PageCount
from ratschlag.privacy.queries.consent import counter, texts_of
from ratschlag.privacy.queries.desk import SPANS, choices_by_day, proofs, readers
from ratschlag.privacy.queries.keeping import deleted_lines, holdings, kept_lines
from ratschlag.privacy.queries.registry import whole_table
from ratschlag.privacy.rules import may_edit_consent, may_see_counts, may_serve_requests

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def consent(request: HttpRequest) -> HttpResponse:
    """The notice that counts, its switch, and the proof of consent."""
    standing = standing_of(request)
    require(may_see_counts(standing))
    return _consent_page(request)


def _consent_page(request: HttpRequest, refusal: str = "") -> HttpResponse:
    layer = Layer.objects.newest()
    is_on = bool(layer and layer.has_statistics)
    page = {
        "layer": layer,
        "is_on": is_on,
        "has_counter": counter() is not None,
        "proofs": proofs(),
        "days": choices_by_day(),
        "cookie_rows": whole_table(is_on=is_on),
        "may_edit": may_edit_consent(standing_of(request)),
        "may_serve": may_serve_requests(standing_of(request)),
        "refusal": refusal,
    }
    return render(request, "privacy/desk_consent.html", page, status=422 if refusal else 200)


@form_methods
def texts(request: HttpRequest) -> HttpResponse:
    """The words of the notice; what is saved is a further version, and everyone is asked again."""
    require(may_edit_consent(standing_of(request)))
    layer = Layer.objects.newest()
    form = LayerForm(
        request.POST or None,
        languages=list(city_of(request).languages),
        texts=texts_of(layer),
        initial={"version": layer.number if layer else 0},
    )

    def save() -> None:
        actions.ask_anew(
            has_statistics=bool(layer and layer.has_statistics),
            texts=form.texts,
            after=form.cleaned_data["version"],
            by=person_of(request),
        )

    if is_done(form, save):
        return saved(request, "privacy_desk:consent")
    status = 422 if form.is_bound else 200
    return render(request, "privacy/desk_texts.html", {"form": form}, status=status)


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Statistics on or off. Name and lifetime of what is set come from the code."""
    require(may_edit_consent(standing_of(request)))
    wanted = request.POST.get("statistics")
    if wanted not in ("on", "off"):
        return _consent_page(request, _("Please press one of the two buttons."))
    try:
        actions.ask_anew(has_statistics=wanted == "on", by=person_of(request))
    except actions.LayerRefused as error:
        return _consent_page(request, str(error))
    return saved(request, "privacy_desk:consent")


@require_safe
def choices(request: HttpRequest) -> HttpResponse:
    """The proof of consent as a file."""
    require(may_see_counts(standing_of(request)))
    rows = ChoiceCount.objects.select_related("layer").order_by("day", "layer__number", "choice")
    return _file(choice_table(rows), "text/csv; charset=utf-8", "einwilligungen.csv")


@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """Which pages are read, as a picture and as a table."""
    require(may_see_counts(standing_of(request)))
    asked = request.GET.get("tage", "")
    days = int(asked) if asked in map(str, SPANS) else SPANS[1]
    page = {"found": readers(days), "spans": SPANS}
    return render(request, "privacy/desk_counts.html", page)


@require_safe
def counts_file(request: HttpRequest) -> HttpResponse:
    require(may_see_counts(standing_of(request)))
    rows = PageCount.objects.order_by("day", "page", "language")
    return _file(page_table(rows), "text/csv; charset=utf-8", "seitenaufrufe.csv")


@require_safe
def keeping(request: HttpRequest) -> HttpResponse:
    """What is kept how long, and what was deleted when."""
    require(may_see_counts(standing_of(request)))
    page = {"kept_rows": kept_lines(), "deleted_rows": deleted_lines(100)}
    return render(request, "privacy/desk_keeping.html", page)


@form_methods
def requests(request: HttpRequest) -> HttpResponse:
    """Somebody asks what we have about them."""
    require(may_serve_requests(standing_of(request)))
    form = RequestForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "privacy/desk_requests.html", {"form": form}, status=status)
    word = form.cleaned_data["word"]
    found = _found(word)
    actions.note_shown({key: len(rows) for key, _what, rows, _why in found}, by=person_of(request))
    return _found_page(request, word, EraseForm(initial={"word": word}))


def _found(word: str) -> list[tuple[str, str, Rows, str]]:
    """Class, its name, what is held, and why it stays if it does."""
    return [(h.key, gettext(h.what), h.find(word), h.refusal(word)) for h in holdings()]


def _found_page(
    request: HttpRequest, word: str, erase: EraseForm, status: int = 200, **more: Any
) -> HttpResponse:
    found = _found(word)
    has_any = any(rows for _key, _what, rows, _why in found)
    page = {"word": word, "found": found, "has_any": has_any, "erase": erase} | more
    return render(request, "privacy/desk_found.html", page, status=status)


@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """What is held, as a file that machines read: Art. 15 (3) and 20 GDPR."""
    require(may_serve_requests(standing_of(request)))
    form = RequestForm(request.POST)
    if not form.is_valid():
        return render(request, "privacy/desk_requests.html", {"form": form}, status=422)
    found = _found(form.cleaned_data["word"])
    actions.note_shown({key: len(rows) for key, _what, rows, _why in found}, by=person_of(request))
    held = {what: list(rows) for _key, what, rows, _why in found}
    response = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="auskunft.json"'
    return response


@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    require(may_serve_requests(standing_of(request)))
    form, by = EraseForm(request.POST), person_of(request)
    asked = RequestForm(request.POST)
    if not asked.is_valid():
        return render(request, "privacy/desk_requests.html", {"form": asked}, status=422)
    word = asked.cleaned_data["word"]
    if word.lower() == by.email.lower():
        form.add_error(None, _("This is your own account. Another person has to erase it."))
    if not form.is_valid():
        return _found_page(request, word, form, status=422)
    counts = actions.erase_on_request(word, holdings=holdings(), by=by)
    total = sum(counts.values())
    said = ngettext("%(count)s entry was erased.", "%(count)s entries were erased.", total)
    messages.success(request, said % {"count": total})
    return redirect("privacy_desk:requests")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
