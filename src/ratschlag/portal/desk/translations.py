"""The translator's desk: what is missing, out of date or by a machine, and one text at a time."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ratschlag.city.queries import the_city
from ratschlag.city.rules import NATIVE_NAMES
from ratschlag.languages.forms import TranslationForm
from ratschlag.languages.queries import glossary_hits
from ratschlag.languages.rules import TextState
from ratschlag.lib.errors import DomainError
from ratschlag.lib.pages import page_of
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.people.rules import Standing
from ratschlag.portal.actions import Meanwhile, accept_translation, save_translation
from ratschlag.portal.queries.machine import FAULT_NAMES, machine_of
from ratschlag.portal.queries.translatable import kinds
from ratschlag.portal.queries.translations import (
    OPEN,
    STATE_NAMES,
    Text,
    hand_of,
    languages_of,
    latest_runs,
    text_at,
    texts,
    way_through,
    work_of,
)
from ratschlag.portal.rules import may_enter_translations, may_translate
from ratschlag.process.models import Process

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Filter:
    """Which texts somebody works on: as they stand in the address."""

    state: str
    kind: str
    process: str

    @property
    def states(self) -> tuple[TextState, ...]:
        if self.state == "alle":
            return tuple(TextState)
        return (TextState(self.state),) if self.state in set(TextState) else OPEN

    @property
    def query(self) -> str:
        asked = {"zustand": self.state, "art": self.kind, "verfahren": self.process}
        return urlencode({name: value for name, value in asked.items() if value})


def filter_of(request: HttpRequest) -> Filter:
    """What the address asks for; what there is not, is not asked for."""
    state, kind = request.GET.get("zustand", ""), request.GET.get("art", "")
    slug = request.GET.get("verfahren", "").replace("\x00", "")
    return Filter(
        state if state in {*TextState, "alle"} else "",
        kind if kind in kinds() else "",
        slug if slug and Process.objects.filter(slug=slug).exists() else "",
    )


def translating(request: HttpRequest, language: str) -> Standing:
    """For what the person stands who translates into that language; 404 for one that the city
    does not speak."""
    standing = standing_of(request)
    require(may_enter_translations(standing))
    city = the_city()
    if city is None or language not in city.languages or language == "de":
        raise Http404
    require(language in languages_of(city, standing))
    return standing


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    standing = standing_of(request)
    require(may_enter_translations(standing))
    city = the_city()
    page = {"work": work_of(city, standing) if city else []}
    return render(request, "portal/desk_translations.html", page)


@require_safe
def work(request: HttpRequest, language: str) -> HttpResponse:
    """The list for one language."""
    standing, chosen = translating(request, language), filter_of(request)
    require(may_enter_translations(standing))
    found = texts(
        language, standing, kind=chosen.kind, process=chosen.process, states=chosen.states
    )
    run = latest_runs([language]).get(language)
    page = {
        "rows": page_of(request, found),
        "filter": chosen,
        "query": f"?{chosen.query}" if chosen.query else "",
        "language_of_texts": language,
        "name": NATIVE_NAMES[language],
        "kinds": kinds().values(),
        "processes": Process.objects.order_by("title"),
        "states": STATE_NAMES.items(),
        "run": run,
        "fault": FAULT_NAMES.get(run.why_failed, "") if run else "",
        "machine": machine_of(language),
    }
    return render(request, "portal/desk_translation_work.html", page)


@form_methods
def text(request: HttpRequest, language: str, kind: str, number: int, field: str) -> HttpResponse:
    """One text beside its source."""
    standing = translating(request, language)
    found = text_at(kind, number, field, language)
    if found is None:
        raise Http404
    require(may_translate(standing, language, found.process))
    form = _form(request, found)
    if request.method != "POST":
        return _page(request, form, found)
    if not form.is_valid():
        return _page(request, form, found, status=422)
    if request.POST.get("tun") == "pruefen":
        return _page(request, form, found)
    onward = _onward(request, found, standing)
    try:
        _act(request, form, found)
    except Meanwhile as changed:
        return _both(request, form, found, changed)
    except DomainError as refused:
        form.add_error(None, str(refused))
        return _page(request, form, found, status=422)
    messages.success(request, _("Saved."))
    return redirect(onward)


def _act(request: HttpRequest, form: TranslationForm, found: Text) -> None:
    said, seen = form.cleaned_data["said"], form.cleaned_data["seen"]
    said = said.replace("\r\n", "\n")
    if request.POST.get("tun") == "stimmt" and said == found.said.replace("\r\n", "\n"):
        accept_translation(found, seen=seen, by=person_of(request))
    else:
        save_translation(found, said=said, seen=seen, by=person_of(request))


def _form(request: HttpRequest, found: Text, sent: dict[str, str] | None = None) -> TranslationForm:
    return TranslationForm(
        sent or (request.POST if request.method == "POST" else None),
        initial={"said": found.said, "seen": found.seen},
        longest=found.longest,
        lang=found.html_language,
        direction=found.direction,
        lines=min(24, 3 + len(found.source) // 60),
    )


def _both(
    request: HttpRequest, form: TranslationForm, found: Text, changed: Meanwhile
) -> HttpResponse:
    """Somebody saved meanwhile: both texts, and what was typed stays in the field."""
    now = text_at(found.kind.label, found.row.pk, found.field, found.language)
    if now is None:
        raise Http404
    again = _form(request, now, {"said": form.cleaned_data["said"], "seen": now.seen})
    again.is_valid()
    again.add_error(None, str(changed))
    return _page(request, again, now, status=422, meanwhile=True)


def _page(
    request: HttpRequest,
    form: TranslationForm,
    found: Text,
    *,
    status: int = 200,
    meanwhile: bool = False,
) -> HttpResponse:
    chosen, standing = filter_of(request), standing_of(request)
    every = texts(found.language, standing, kind=chosen.kind, process=chosen.process)
    is_easy = found.language == "de-easy"
    written = form["said"].value() or ""
    page = {
        "form": form,
        "text": found,
        "hand": hand_of(found),
        "meanwhile": meanwhile,
        "way": way_through(every, found, chosen.states),
        "query": f"?{chosen.query}" if chosen.query else "",
        "name": NATIVE_NAMES[found.language],
        "is_easy_text": is_easy,
        "written": written,
        "hits": glossary_hits(found.source, found.language),
        "process": Process.objects.filter(slug=found.process).first(),
    }
    return render(request, "portal/desk_translation.html", page, status=status)


def _onward(request: HttpRequest, found: Text, standing: Standing) -> str:
    """Where one goes on after saving: the next open text, else the list."""
    chosen = filter_of(request)
    every = texts(found.language, standing, kind=chosen.kind, process=chosen.process)
    after = way_through(every, found, chosen.states).after
    query = f"?{chosen.query}" if chosen.query else ""
    if after is None:
        return reverse("desk:translation_work", args=[found.language]) + query
    at = [found.language, after.kind.label, after.row.pk, after.field]
    return reverse("desk:translation", args=at) + query
