"""Typing in: whose papers come in, how many came, and what was there before."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.utils.functional import Promise

from ratschlag.city.models import City
from ratschlag.contributions.models import CHANNEL_LABELS, Contribution
from ratschlag.contributions.rules import Channel
from ratschlag.journal.models import Entry
from ratschlag.process.models import Process
from ratschlag.survey.models import Survey
from ratschlag.survey.rules import Stage


def survey_to_type_in(process: Process, at: datetime) -> Survey | None:
    """The survey whose papers come in: the last that has opened, also after it has closed,
    until the lead says that all are typed in."""
    return (
        process.surveys.select_related("process")
        .filter(stage=Stage.SCHEDULED, opens_at__lte=at)
        .last()
    )


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
    verbs = ("contribution.typed_in", "paper.keyed")
    lines = Entry.objects.filter(verb__in=verbs, at__gte=begin, at__lt=end)
    numbers = [int(number) for number in lines.values_list("subject_number", flat=True)]
    papers = survey.papers.filter(pk__in=numbers).count()
    return survey.responses.filter(pk__in=numbers).count() + papers
