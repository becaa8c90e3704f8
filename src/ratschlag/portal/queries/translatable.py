"""Every kind of text that people write in German and others translate, in all rooms."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import CharField, F, ForeignKey, Model, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratschlag.languages.models import Authored
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.survey.models import PublishedResult, Survey

# What staff call each kind; a kind that is not named here is called as its model is.
_NAMES: dict[str, Promise] = {
    "process.process": _("Process"),
    "process.phase": _("Phase"),
    "process.milestone": _("Milestone"),
    "process.field": _("Field of action"),
    "process.document": _("Predecessor document"),
    "survey.survey": _("Survey"),
    "survey.page": _("Page of a survey"),
    "survey.question": _("Question"),
    "survey.questionoption": _("Answer to choose"),
    "survey.detail": _("Voluntary detail"),
    "survey.detailoption": _("Voluntary detail, answer"),
    "survey.publishedresult": _("Result of a survey"),
    "events.eventseries": _("Series of meetings"),
    "events.event": _("Meeting"),
    "events.eventresult": _("Result of a meeting"),
    "synthesis.theme": _("Theme"),
    "synthesis.outcome": _("Outcome"),
    "synthesis.answer": _("Answer"),
    "goals.goal": _("Goal"),
    "goals.measure": _("Measure"),
    "concept.section": _("Chapter of the concept"),
    "council.paper": _("Council paper"),
    "council.resolutionpoint": _("Point of a resolution"),
    "council.amendment": _("Amendment"),
    "monitoring.report": _("Report"),
    "monitoring.measurestatus": _("Status of a measure"),
    "press.release": _("Press release"),
    "press.page": _("Page"),
    "press.notice": _("Notice"),
    "languages.term": _("Word of the glossary"),
}
_FIELDS: dict[str, Promise] = {
    "title": _("title"),
    "text": _("text"),
    "label": _("label"),
    "summary": _("summary"),
    "description": _("description"),
    "introduction": _("introduction"),
    "note": _("note"),
    "reason": _("reason"),
    "hint": _("hint"),
    "purpose": _("purpose"),
    "audience": _("audience"),
    "invitation": _("invitation"),
}
# Fields that may hold what citizens wrote, word for word: a service outside the house gets them
# only if the city says so.
OF_CITIZENS = frozenset(
    {("synthesis.theme", "summary"), ("events.eventresult", "text"), ("synthesis.answer", "text")}
)
_DEEPEST = 3


@dataclass(frozen=True)
class Kind:
    """A table whose rows are translated, and how its rows know their process.

    `paths` name the process from a row, as queries do; none for what is the city's.
    `survey` leads to the survey whose questionnaire a row belongs to.
    """

    label: str
    model: type[Authored]
    paths: tuple[str, ...]
    survey: str | None

    @property
    def name(self) -> Promise | str:
        return _NAMES.get(self.label, str(self.model._meta.verbose_name))

    def field_name(self, field: str) -> Promise | str:
        return _FIELDS.get(field) or str(self.model._meta.get_field(field).verbose_name)  # type: ignore[union-attr]

    def rows(self, process: str = "") -> Iterator[Authored]:
        """All rows, each with its `process_slug`; or those of one process."""
        found = self._with_process()
        found = found.filter(process_slug=process) if process else found  # type: ignore[misc]
        ordering = self.model._meta.ordering or ()
        yield from found.order_by("process_slug", *ordering, "pk")

    def rows_at(self, number: int) -> Iterator[Authored]:
        """The row of that number, if there is one."""
        yield from self._with_process().filter(pk=number)

    def _with_process(self) -> QuerySet[Authored]:
        if self.model is Process:
            return self.model._base_manager.annotate(process_slug=F("slug"))
        owners = (F(f"{path}__slug") for path in self.paths)
        return self.model._base_manager.annotate(
            process_slug=Coalesce(*owners, Value(""), output_field=CharField())
            if self.paths
            else Value("")
        )


@cache
def kinds() -> dict[str, Kind]:
    """Each kind by its label, from the plan to the press."""
    found = [
        Kind(model._meta.label_lower, model, _paths(model), _survey(model))
        for model in apps.get_models()
        if issubclass(model, Authored) and model.translated
    ]
    order = {label: place for place, label in enumerate(_NAMES)}
    return {kind.label: kind for kind in sorted(found, key=lambda kind: _place(kind, order))}


def _place(kind: Kind, order: dict[str, int]) -> tuple[int, str]:
    return order.get(kind.label, len(order)), kind.label


def _paths(model: type[Model], deep: int = 0) -> tuple[str, ...]:
    """By which keys a row leads to its process: by one that every row has, else by any it may have.

    "" is the process itself; nothing where no way leads there.
    """
    if model is Process:
        return ("",)
    if deep > _DEEPEST:
        return ()
    keys = [key for key in model._meta.get_fields() if isinstance(key, ForeignKey)]
    keys = [key for key in keys if key.related_model not in (model, Person)]
    ways = {key: _ways(key, deep) for key in sorted(keys, key=lambda key: key.name != "process")}
    own = [way for key, way in ways.items() if way and (key.name == "process" or not key.null)]
    return own[0] if own else tuple(path for way in ways.values() for path in way)


def _ways(key: "ForeignKey[Any, Any]", deep: int) -> tuple[str, ...]:
    found = _paths(key.related_model, deep + 1)
    return tuple(f"{key.name}__{path}" if path else key.name for path in found)


def _survey(model: type[Model]) -> str | None:
    """By which keys a row leads to the survey that asks it: only what a questionnaire holds is
    kept from change while people answer."""
    if model is Survey:
        return ""
    if model is PublishedResult:
        return None
    before, found, _rest = f"{next(iter(_paths(model)), '')}__".partition("survey__")
    return f"{before}survey" if found else None


def survey_of(kind: Kind, row: Authored) -> Survey | None:
    """The survey that a row belongs to; None for every other row."""
    if kind.survey is None:
        return None
    found: object = row
    for name in filter(None, kind.survey.split("__")):
        found = getattr(found, name)
    return found if isinstance(found, Survey) else None
