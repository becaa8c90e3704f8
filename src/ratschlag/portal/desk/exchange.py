"""Texts that go out of the house and come back: to a machine, to an agency."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ratschlag.city.rules import NATIVE_NAMES, SOURCE_LANGUAGE
from ratschlag.languages.exports import xliff
from ratschlag.languages.forms import DeliveryForm
from ratschlag.languages.imports import FileRefused, read_xliff
from ratschlag.languages.rules import Verdict
from ratschlag.lib.permission import require
from ratschlag.people.queries import person_of, standing_of
from ratschlag.portal.actions import MachineRefused, ask_machine, take_in_translations
from ratschlag.portal.desk.translations import filter_of, translating
from ratschlag.portal.queries.deliveries import FINE, Judged, brought, judge, units
from ratschlag.portal.queries.machine import machine_of
from ratschlag.portal.queries.translations import for_machine, latest_runs, texts
from ratschlag.portal.rules import may_enter_translations

# So many texts of a file are kept in one transaction.
_AT_ONCE = 100
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def ask(request: HttpRequest, language: str) -> HttpResponse:
    """Have the machine translate what is missing or out of date."""
    standing, chosen = translating(request, language), filter_of(request)
    require(may_enter_translations(standing))
    machine = machine_of(language)
    found = texts(
        language, standing, kind=chosen.kind, process=chosen.process, states=chosen.states
    )
    wanted = for_machine(found, may_send_citizens=bool(machine and machine.may_send_citizens))
    try:
        if machine is None or machine.is_wrong:
            raise MachineRefused(_("No translation service is set up for this language."))
        ask_machine(wanted, language=language, by=person_of(request))
    except MachineRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The machine translates now. You can go on working."))
    return redirect("desk:translation_work", language)


@require_safe
def under_way(request: HttpRequest, language: str) -> HttpResponse:
    """How far the machine is, as a piece of the page; nothing once it is over."""
    require(may_enter_translations(translating(request, language)))
    run = latest_runs([language]).get(language)
    if run is None or run.finished_at:
        return HttpResponse(status=204)
    return render(request, "portal/_machine_progress.html", {"run": run})


@require_safe
def hand_out(request: HttpRequest, language: str) -> HttpResponse:
    """The texts of the list as XLIFF, for an agency."""
    standing, chosen = translating(request, language), filter_of(request)
    require(may_enter_translations(standing))
    found = texts(
        language, standing, kind=chosen.kind, process=chosen.process, states=chosen.states
    )
    file = xliff(
        units(found), source_language=SOURCE_LANGUAGE, language=language, original="ratschlag"
    )
    answer = HttpResponse(file, content_type="application/xliff+xml")
    answer["Content-Disposition"] = f'attachment; filename="ratschlag-{language}.xlf"'
    return answer


@form_methods
def take_in(request: HttpRequest, language: str) -> HttpResponse:
    """A file that came back: what can be kept is kept at once, the rest is said line by line."""
    standing = translating(request, language)
    require(may_enter_translations(standing))
    form = DeliveryForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    page = {"form": form, "language_of_texts": language, "name": NATIVE_NAMES[language]}
    if form.is_bound and form.is_valid():
        try:
            lines = _taken(request, form, language)
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            open_lines = [line for line in lines if line.verdict not in FINE]
            counts = {
                "taken": sum(line.verdict is Verdict.TAKEN for line in lines),
                "same": sum(line.verdict is Verdict.SAME for line in lines),
            }
            page |= {"lines": open_lines, "is_read": True, **counts}
            return render(request, "portal/desk_delivery.html", page)
    status = 422 if form.is_bound else 200
    return render(request, "portal/desk_delivery.html", page, status=status)


def _taken(request: HttpRequest, form: DeliveryForm, language: str) -> list[Judged]:
    """The report of a file after what can be kept was kept. Raises FileRefused."""
    delivery = read_xliff(form.cleaned_data["file"].read())
    if delivery.language != language:
        raise FileRefused(
            _("The file is in another language (%(language)s).")
            % {"language": delivery.language[:20]}
        )
    lines = judge(delivery.rows, language, standing_of(request))
    whole, agency = brought(lines), form.cleaned_data["agency"]
    refused: dict[str, Verdict] = {}
    # Portion by portion: while one is written on SQLite, nobody else can write.
    for first in range(0, max(1, len(whole)), _AT_ONCE):
        refused |= take_in_translations(
            whole[first : first + _AT_ONCE], agency=agency, language=language,
            by=person_of(request),
        )  # fmt: skip
    return [
        Judged(line.row, line.text, refused.get(line.row.key, line.verdict))
        if line.verdict is Verdict.TAKEN
        else line
        for line in lines
    ]
