"""Which survey is meant, what it asks, and how much came in."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db.models import Count, Q
from django.utils.functional import Promise

from ratschlag.city.models import City
from ratschlag.contributions.compute import keyed_hash, receipt_code
from ratschlag.contributions.models import CHANNEL_LABELS, Contribution
from ratschlag.contributions.queries import secret_for
from ratschlag.contributions.rules import Channel, Publication
from ratschlag.journal.models import Entry
from ratschlag.languages.models import Authored
from ratschlag.process.models import Process
from ratschlag.process.rules import Tense
from ratschlag.survey.models import Detail, DetailOption, Question, Survey
from ratschlag.survey.rules import tense_at


def survey_of(process: Process, at: datetime, slug: str = "") -> Survey | None:
    """The survey that a process shows: the one that is open, else the next, else the last.

    With `slug` the one that a form was about, so that it is never taken for another's.
    """
    surveys = list(process.surveys.select_related("process"))  # in order of their opening
    if slug:
        return next((row for row in surveys if row.slug == slug), None)
    by_tense = {tense: [row for row in surveys if tense_of(row, at) is tense] for tense in Tense}
    found = by_tense[Tense.NOW] or by_tense[Tense.NEXT] or by_tense[Tense.PAST][-1:]
    return found[0] if found else None


def open_survey(process: Process, at: datetime) -> Survey | None:
    """The survey that anyone can answer now."""
    found = survey_of(process, at)
    return found if found and tense_of(found, at) is Tense.NOW else None


def survey_to_type_in(process: Process, at: datetime) -> Survey | None:
    """The survey whose papers come in: the last that has opened, also after it has closed."""
    return process.surveys.select_related("process").filter(opens_at__lte=at).last()


def tense_of(survey: Survey, at: datetime) -> Tense:
    return tense_at(survey.opens_at, survey.closes_at, at)


@dataclass(frozen=True)
class Window:
    """When a survey is open, as the city's days, and how far from today that is."""

    tense: Tense
    opens_on: date
    closes_on: date
    days: int


def window_of(survey: Survey, city: City, at: datetime) -> Window:
    """`days` until it opens, until it closes or since it closed; today is 0."""
    opens_on = survey.opens_at.astimezone(city.zone).date()
    closes_on = survey.closes_at.astimezone(city.zone).date()
    today, tense = at.astimezone(city.zone).date(), tense_of(survey, at)
    days = (opens_on if tense is Tense.NEXT else closes_on) - today
    return Window(tense, opens_on, closes_on, abs(days.days))


class Sheet:
    """A survey as it is printed: its questions, and what people may say about themselves."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey

    @cached_property
    def questions(self) -> list[Question]:
        return list(self.survey.questions.all())

    @cached_property
    def details(self) -> list[tuple[Detail, list[DetailOption]]]:
        found = self.survey.details.prefetch_related("options")
        return [(detail, list(detail.options.all())) for detail in found]

    @property
    def texts(self) -> tuple[list[Authored], ...]:
        details = [detail for detail, _options in self.details]
        options = [option for _detail, options in self.details for option in options]
        return [self.survey], list(self.questions), list(details), list(options)


def scope_of_receipts(survey: Survey) -> str:
    """What a form key belongs to: named by addresses, so that it is the same wherever it stands."""
    return f"{survey.process.slug}/{survey.slug}"


def code_of(survey: Survey, form_key: str) -> str:
    """The receipt of a form, whether it was sent already or not."""
    return receipt_code(secret_for("receipts"), scope=scope_of_receipts(survey), form_key=form_key)


def hash_of_form(survey: Survey, form_key: str) -> str:
    return keyed_hash(secret_for("receipts"), f"form {scope_of_receipts(survey)}", form_key)


def has_been_sent(survey: Survey, form_key: str) -> bool:
    form = hash_of_form(survey, form_key)
    return survey.responses.filter(receipt__form_key_hash=form).exists()


@dataclass(frozen=True)
class Intake:
    """A survey at the desk: how many contributions came by each channel, how many papers today."""

    survey: Survey
    typed_in_today: int
    by_channel: dict[Channel, int] = field(default_factory=dict)

    @property
    def channels(self) -> list[tuple[Promise, int]]:
        return [(CHANNEL_LABELS[channel], count) for channel, count in self.by_channel.items()]

    @property
    def total(self) -> int:
        return sum(self.by_channel.values())


def intake_of(survey: Survey, city: City, at: datetime) -> Intake:
    counts = dict(
        Contribution.objects.counted()
        .filter(response_text__response__survey=survey)
        .order_by()
        .values_list("channel")
        .annotate(count=Count("id"))
    )
    return Intake(
        survey=survey,
        typed_in_today=_typed_in_on(survey, city, at.astimezone(city.zone).date()),
        by_channel={channel: counts[channel] for channel in Channel if channel in counts},
    )


def _typed_in_on(survey: Survey, city: City, day: date) -> int:
    """How many papers were typed in on a day; the journal knows, the papers carry no such day."""
    begin = datetime.combine(day, time(), city.zone)
    end = datetime.combine(day + timedelta(days=1), time(), city.zone)
    lines = Entry.objects.filter(verb="contribution.typed_in", at__gte=begin, at__lt=end)
    numbers = [int(number) for number in lines.values_list("subject_number", flat=True)]
    return survey.responses.filter(pk__in=numbers).count()


def twins_of(process: Process, text: str) -> list[Contribution]:
    """Contributions that say the same to the letter, but for white space and capitals."""
    wanted = _folded(text)
    gone = Q(text="") | Q(publication=Publication.WITHDRAWN)
    rows = process.contributions.exclude(gone).values_list("pk", "text")
    same = [number for number, said in rows.iterator() if _folded(said) == wanted]
    return list(Contribution.objects.filter(pk__in=same[:5]).select_related("duplicate_of"))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
