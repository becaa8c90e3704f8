"""What there is to translate: each text with its source, its state and who may write it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratschlag.city.models import City
from ratschlag.city.rules import NATIVE_NAMES, SOURCE_LANGUAGE, direction, html_language
from ratschlag.journal.queries import domain_now
from ratschlag.languages.compute import fingerprint, source_hash
from ratschlag.languages.compute.difference import Piece, difference
from ratschlag.languages.models import Authored, Translation, TranslationRun
from ratschlag.languages.queries import Spoken
from ratschlag.languages.rules import State, TextState
from ratschlag.people.models import Person
from ratschlag.people.rules import Standing
from ratschlag.portal.queries.translatable import OF_CITIZENS, Kind, kinds, survey_of
from ratschlag.portal.rules import may_translate
from ratschlag.process.models import Process
from ratschlag.survey.queries import state_of
from ratschlag.survey.rules import is_written_in

STATE_NAMES: dict[TextState, Promise] = {
    TextState.MISSING: _("missing"),
    TextState.STALE: _("out of date"),
    TextState.MACHINE: _("by a machine"),
    TextState.CHECKED: _("checked"),
}
_LONGEST = 50_000
OPEN = (TextState.MISSING, TextState.STALE, TextState.MACHINE)


@dataclass(frozen=True)
class Text:
    """One field of one row, beside what it says in one language."""

    kind: Kind
    row: Authored
    field: str
    language: str
    process: str
    there: Translation | None

    @property
    def key(self) -> str:
        """By which a file that goes to an agency and comes back names it."""
        return f"{self.kind.label}-{self.row.pk}-{self.field}"

    @property
    def source(self) -> str:
        found: str = getattr(self.row, self.field)
        return found

    @property
    def said(self) -> str:
        return self.there.text if self.there else ""

    @property
    def longest(self) -> int:
        """How long the translation may be: some languages need more room than German, which the
        history of a page does not have."""
        most: int | None = self.row._meta.get_field(self.field).max_length  # type: ignore[union-attr]
        factor = 1 if self.kind.label == "press.page" else 2
        return factor * most if most else _LONGEST

    @property
    def seen(self) -> str:
        """Changes as soon as somebody changes the source or the translation."""
        return fingerprint(self.source, self.said)

    @cached_property
    def state(self) -> TextState:
        if self.there is None:
            return TextState.MISSING
        # A room that forgot to say so is found out here: the source reads otherwise.
        if self.there.source_hash != source_hash(self.source):
            return TextState.STALE
        return TextState(State(self.there.state))

    @property
    def state_name(self) -> Promise:
        return STATE_NAMES[self.state]

    @property
    def is_of_citizens(self) -> bool:
        """Whether it may hold, word for word, what citizens wrote."""
        return (self.kind.label, self.field) in OF_CITIZENS

    @property
    def field_name(self) -> Promise | str:
        return self.kind.field_name(self.field)

    @property
    def change(self) -> list[Piece]:
        """What has changed in the source since it was translated; nothing where that is not kept."""
        before = self.there.source_text if self.there else ""
        if not before or self.state is not TextState.STALE:
            return []
        return difference(before, self.source)

    @property
    def html_language(self) -> str:
        return html_language(self.language)

    @property
    def direction(self) -> str:
        return direction(self.language)


def texts(
    language: str,
    standing: Standing,
    *,
    kind: str = "",
    process: str = "",
    states: Iterable[TextState] = tuple(TextState),
) -> list[Text]:
    """What this person may translate into a language, in the order of the rooms."""
    chosen = [kinds()[kind]] if kind else list(kinds().values())
    found = Translation.objects.filter(language=language, kind__in=[each.label for each in chosen])
    there = {(row.kind, row.number, row.field): row for row in found}
    wanted = set(states)
    return [
        text
        for each in chosen
        for text in _texts(each, each.rows(process), language, there)
        if may_translate(standing, language, text.process) and text.state in wanted
    ]


def _texts(
    kind: Kind,
    rows: Iterable[Authored],
    language: str,
    there: dict[tuple[str, int, str], Translation],
) -> Iterator[Text]:
    for row in rows:
        for field in kind.model.translated:
            if getattr(row, field):
                slug: str = getattr(row, "process_slug", "") or ""
                said = there.get((kind.label, row.pk, field))
                yield Text(kind, row, field, language, slug, said)


def text_at(kind: str, number: int, field: str, language: str) -> Text | None:
    """One text as it is now; None where there is none."""
    of = kinds().get(kind)
    if of is None or field not in of.model.translated or not 0 < number < 2**63:
        return None
    row = next((row for row in of.rows_at(number)), None)
    if row is None or not getattr(row, field):
        return None
    said = Translation.objects.filter(
        kind=kind, number=number, field=field, language=language
    ).first()
    slug: str = getattr(row, "process_slug", "") or ""
    return Text(of, row, field, language, slug, said)


@dataclass(frozen=True)
class Work(Spoken):
    """How much of a language is done, and what its machine is doing."""

    run: TranslationRun | None

    @property
    def lang(self) -> str:
        return html_language(self.language)

    @property
    def open(self) -> int:
        return self.missing + self.stale + self.machine


def languages_of(city: City, standing: Standing) -> list[str]:
    """The languages of the city into which this person may translate anything."""
    slugs = ["", *Process.objects.values_list("slug", flat=True)]
    return [
        language
        for language in city.languages
        if language != SOURCE_LANGUAGE
        and any(may_translate(standing, language, slug) for slug in slugs)
    ]


def work_of(city: City, standing: Standing) -> list[Work]:
    """Each language with its counts. The rows are read once for all of them."""
    languages = languages_of(city, standing)
    there: dict[str, dict[tuple[str, int, str], Translation]] = {code: {} for code in languages}
    light = ("id", "kind", "number", "field", "language", "state", "source_hash")
    for said in Translation.objects.filter(language__in=languages).only(*light):
        there[said.language][said.kind, said.number, said.field] = said
    counts: dict[str, Counter[TextState]] = {code: Counter() for code in languages}
    for kind in kinds().values():
        rows = list(kind.rows())
        for code in languages:
            found = _texts(kind, rows, code, there[code])
            mine = (text for text in found if may_translate(standing, code, text.process))
            counts[code].update(text.state for text in mine)
    runs = latest_runs(languages)
    return [Work(code, NATIVE_NAMES[code], counts[code], runs.get(code)) for code in languages]


def count_stale(city: City, standing: Standing) -> dict[str, int]:
    """How many texts say an older source, by language; only for who translates all of it.

    One query for the front page of the desk; what is missing only the whole count knows (work_of).
    """
    languages = [
        code
        for code in city.languages
        if code != SOURCE_LANGUAGE and may_translate(standing, code, "")
    ]
    found = Translation.objects.filter(state=State.STALE, language__in=languages).order_by()
    return dict(found.values_list("language").annotate(count=Count("id")))


def latest_runs(languages: Iterable[str]) -> dict[str, TranslationRun]:
    """The newest run of each language."""
    runs = TranslationRun.objects.filter(language__in=list(languages)).order_by("asked_at", "id")
    return {run.language: run for run in runs}


@dataclass(frozen=True)
class Hand:
    """Who or what wrote or checked a translation."""

    name: str
    maker: str
    is_checked: bool
    stale_since: datetime | None


def hand_of(text: Text) -> Hand | None:
    """Whose words these are; an erased person has no name."""
    if text.there is None:
        return None
    number = text.there.checked_by
    person = Person.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    return Hand(
        name=person.name if person else "",
        maker=text.there.maker,
        is_checked=text.there.state == State.CHECKED,
        stale_since=text.there.stale_since,
    )


def for_machine(found: Iterable[Text], *, may_send_citizens: bool) -> list[Text]:
    """What a machine may translate: what nobody has written, nothing that a survey asks people
    already, and what citizens wrote only if the city says so."""
    at = domain_now()
    writable: dict[int, bool] = {}
    chosen = []
    for text in found:
        if text.state not in (TextState.MISSING, TextState.STALE):
            continue
        if text.is_of_citizens and not may_send_citizens:
            continue
        survey = survey_of(text.kind, text.row)
        if survey is not None and survey.pk not in writable:
            writable[survey.pk] = is_written_in(state_of(survey, at))
        if survey is None or writable[survey.pk]:
            chosen.append(text)
    return chosen


@dataclass(frozen=True)
class Way:
    """Where a text stands in the list that somebody works off."""

    place: int
    count: int
    before: Text | None
    after: Text | None


def way_through(found: list[Text], here: Text, states: Iterable[TextState]) -> Way:
    """The way from `here` to its neighbours in these states; it need not be in one itself."""
    wanted = set(states)
    keys = [text.key for text in found]
    at = keys.index(here.key) if here.key in keys else 0
    before = [text for text in found[:at] if text.state in wanted]
    after = [text for text in found[at + 1 :] if text.state in wanted]
    own = int(here.state in wanted)
    return Way(
        place=len(before) + own,
        count=len(before) + len(after) + own,
        before=before[-1] if before else None,
        after=after[0] if after else None,
    )
