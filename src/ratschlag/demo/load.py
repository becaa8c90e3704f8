"""Loads the model case: the acts of the city, in their order, up to a point in time.

Everything goes through the actions that people use, with the demo's clock set to the day of
the act, so that the journal is real and nothing later is there yet.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.db import transaction

from ratschlag.city.actions import found_city
from ratschlag.city.rules import LANGUAGES
from ratschlag.demo import access, decisions, document, information, measures, press, themes, voices
from ratschlag.demo.case import Act, Case, data
from ratschlag.demo.cast import take_in_cast
from ratschlag.demo.moments import ZONE, at
from ratschlag.events import actions as events
from ratschlag.events.models import Event, EventSeries
from ratschlag.events.rules import Count, EventKind, ResultKind
from ratschlag.journal.actions import record, set_clock
from ratschlag.journal.models import ClockOffset, Entry
from ratschlag.journal.queries import domain_now
from ratschlag.lib.dates import parse_partial_date
from ratschlag.people import actions as people
from ratschlag.people.rules import OrganisationKind
from ratschlag.privacy.actions import ask_anew
from ratschlag.process import actions as plan
from ratschlag.process.models import Milestone, Process
from ratschlag.process.rules import Level, State

_LOADED = "demo.loaded"

# The parts of the model case besides the plan and the meetings, from the voices to the report.
PARTS: tuple[Callable[[Case], Iterator[Act]], ...] = (
    voices.acts,
    themes.acts,
    measures.acts,
    document.acts,
    decisions.acts,
    access.acts,
    information.acts,
    press.acts,
)


@dataclass
class Loader(Case):
    """Loads the plan and the meetings, and the other parts with them."""

    def __post_init__(self) -> None:
        self.data = data("process")
        self.meetings = data("events")

    def found(self) -> None:
        """The city, its people, the organisations that the press release names."""
        city = found_city(
            name=self.data["city"]["name"],
            short_name=self.data["city"]["short_name"],
            languages=list(LANGUAGES),
            time_zone=ZONE.key,
            address=self.address,
            contact=self.data["city"]["contact"],
            is_demo=True,
        )
        record(None, "city.founded", city)
        # Switched on, with no counter's address set: the model case's dialogue is seen, and nothing
        # is ever loaded.
        ask_anew(has_statistics=True, by=None)
        self.people = take_in_cast(self.data["process"]["slug"])
        self.register("seed")
        office = self.data["office"]
        people.name_office_holder(
            self.organisations[office["organisation"]], name=office["name"], by=self.by
        )
        network = self.data["network"]
        people.register_network(
            slug=network["slug"],
            name=network["name"],
            since=parse_partial_date(network["since"]),
            by=self.by,
        )

    def register(self, *origins: str) -> None:
        for row in data("organisations")["organisation"]:
            if row["origin"] in origins:
                self.organisations[row["key"]] = people.register_organisation(
                    slug=row["key"],
                    name=row["name"],
                    kind=OrganisationKind(row["kind"]),
                    is_group=row.get("is_group", False),
                    is_invented=row["origin"] == "invented",
                    by=self.by,
                )

    def prepare(self) -> None:
        """The process with all that was known of it when the press release came out."""
        row = self.data["process"]
        process = plan.prepare_process(
            **{key: row[key] for key in ("slug", "title", "introduction", "mandate")},
            scope_open=row["scope_open"],
            scope_fixed=row["scope_fixed"],
            level=Level(row["level"]),
            decider=self.organisations[row["decider"]],
            by=self.by,
        )
        self.translate(process, "process")
        before = self.data["predecessor"]
        plan.name_predecessor(
            process,
            slug=before["slug"],
            title=before["title"],
            adopted=parse_partial_date(before["adopted"]),
            adopted_by=self.organisations[before["adopted_by"]],
            by=self.by,
        )
        self.plan_phases(process)
        self.set_milestones(process)
        for path in row["short_addresses"]:
            plan.give_short_address(process, path, by=self.by)

    def plan_phases(self, process: Process) -> None:
        for row in self.data["phase"]:
            self.phases[row["key"]] = phase = plan.plan_phase(
                process,
                title=row["title"],
                starts=parse_partial_date(row.get("starts", "")),
                ends=parse_partial_date(row.get("ends", "")),
                invitation=row.get("invitation", ""),
                is_invented=row.get("invented", False),
                by=self.by,
            )
            self.translate(phase, f"phase.{row['key']}")

    def set_milestones(self, process: Process) -> None:
        for row in self.data["milestone"]:
            milestone = Milestone(process=process, title=row["title"])
            self.milestones[row["key"]] = plan.set_milestone(
                milestone, due=parse_partial_date(row["due"]), by=self.by
            )
            self.translate(milestone, f"milestone.{row['key']}")

    def announce(self) -> None:
        """The press release of 23 August: the process is public, with its fields and the source."""
        process, source = self.process, self.data["source"]
        for row in self.data["field"]:
            self.fields[row["key"]] = opened = plan.open_field(
                process,
                slug=row["key"],
                title=row["title"],
                description=row["description"],
                is_invented=True,
                by=self.by,
            )
            self.translate(opened, f"field.{row['key']}")
        plan.cite_source(
            process,
            title=source["title"],
            published_on=source["published_on"],
            publisher=self.organisations[source["publisher"]],
            by=self.by,
        )
        plan.move_process(process, State.ANNOUNCED, by=self.by)

    def enter_event(self, row: dict[str, Any]) -> None:
        process = self.process
        event = Event(
            process=process,
            slug=row["key"],
            kind=EventKind(row["kind"]),
            title=row["title"],
            purpose=row.get("purpose", ""),
            audience=row.get("audience", ""),
            venue=row.get("venue", ""),
            is_public=row.get("is_public", False),
            is_invented=row.get("invented", False),
            field=self.fields.get(row.get("field", "")),
            chair=self.organisations.get(row.get("chair", "")),
        )
        if "series" in row:
            series = self.meetings["series"]
            event.series = events.begin_series(
                slug=series["slug"], title=series["title"], by=self.by
            )
            event.edition = row["edition"]
        if event.is_invented:
            event.starts_at, event.ends_at = row.get("starts_at"), row.get("ends_at")
        who = [self.organisations[key] for key in row.get("participants", ())]
        self.events[row["key"]] = events.plan_event(
            event, held=parse_partial_date(row["held"]), participants=who, by=self.by
        )
        self.translate(event, f"event.{row['key']}")

    def hold_event(self, row: dict[str, Any]) -> None:
        event = self.events[row["key"]]
        events.hold_event(
            event,
            attended=row.get("attended"),
            attended_count=Count(row.get("attended_count", Count.EXACT)),
            by=self.by,
        )
        for result in row.get("result", ()):
            events.note_result(
                event, kind=ResultKind(result["kind"]), text=result["text"], by=self.by
            )

    def cancel_youth_workshop(self) -> None:
        events.cancel_event(
            self.events["jugendwerkstatt"],
            reason="Zu wenige Anmeldungen, nachgeholt auf dem Sportplatz.",
            replaced_by=self.events["jugendwerkstatt-sportplatz"],
            by=self.by,
        )

    def learn_about_conference(self) -> None:
        """What other public papers say about the conference: its hours and its former name."""
        row = next(row for row in self.meetings["event"] if row["key"] == "tagung")
        series = self.meetings["series"]
        event = self.events["tagung"]
        event.venue, event.starts_at = row["later_venue"], row["starts_at"]
        event.ends_at, event.expected = row["ends_at"], row["expected"]
        events.revise_event(event, held=event.held, participants=(), by=self.by)
        events.note_former_title(
            EventSeries.objects.get(slug=series["slug"]),
            series["former_title"],
            reason=series["former_reason"],
            by=self.by,
        )
        self.register("public", "invented")
        for row in self.data["field"]:
            plan.revise_field(
                self.fields[row["key"]],
                ["leads"],
                leads=[self.organisations[key] for key in row["leads"]],
                by=self.by,
            )

    def reach(self, key: str, on: date) -> None:
        plan.reach_milestone(self.milestones[key], on=on, by=self.by)

    def supersede(self) -> None:
        """What the council decides takes the place of the framework plan."""
        process, row = self.process, self.data["outcome"]
        earlier = list(process.predecessors.all())
        outcome = plan.name_predecessor(
            process,
            slug=row["slug"],
            title=row["title"],
            adopted=parse_partial_date(row["adopted"]),
            adopted_by=self.organisations[row["adopted_by"]],
            is_outcome=True,
            by=self.by,
        )
        self.translate(outcome, "outcome")
        for before in earlier:
            plan.supersede_document(before, successor=outcome, by=self.by)

    def move(self, to: State) -> None:
        plan.move_process(self.process, to, by=self.by)

    def schedule(self) -> None:
        """The plan for autumn and winter gets its dates (made up)."""
        for key, starts, ends in (
            ("gespraeche", "2016-09-26", "2016-11-30"),
            ("entwurf", "2016-12-01", "2017-01-13"),
            ("gremien", "2017-01-30", "2017-03-22"),
            ("umsetzung", "2017-04", ""),
        ):
            phase = self.phases[key]
            phase.is_invented = True
            plan.revise_phase(
                phase,
                starts=parse_partial_date(starts),
                ends=parse_partial_date(ends),
                by=self.by,
            )
        draft = Milestone(
            process=self.process, title="Der Entwurf ist öffentlich", is_invented=True
        )
        due = parse_partial_date("2016-12-12")
        self.milestones["entwurf"] = plan.set_milestone(draft, due=due, by=self.by)
        self.translate(draft, "milestone.entwurf")

    def acts(self) -> list[Act]:
        """All that happens in the model case, in its order."""
        own = [*self._steps_of_the_process(), *self._meetings()]
        acts = own + [act for part in PARTS for act in part(self)]
        return sorted(acts, key=lambda act: act.at)

    def _steps_of_the_process(self) -> Iterator[Act]:
        yield Act(at(2016, 8, 1, 9), self.found)
        yield Act(at(2016, 8, 1, 10), self.prepare)
        yield Act(at(2016, 8, 16, 18), lambda: self.reach("auftakt", date(2016, 8, 16)))
        yield Act(at(2016, 8, 23, 10), self.announce)
        yield Act(at(2016, 8, 24, 8), self.learn_about_conference)
        yield Act(at(2016, 8, 24, 18), lambda: self.reach("tagung", date(2016, 8, 24)))
        yield Act(at(2016, 9, 1, 9), self.schedule)
        yield Act(at(2016, 9, 5), lambda: self.move(State.OPEN))
        yield Act(at(2016, 9, 26, 8), lambda: self.reach("befragung", date(2016, 9, 25)))
        yield Act(at(2016, 9, 26, 8), lambda: self.move(State.DRAFTING))
        yield Act(at(2016, 11, 14, 10), self.cancel_youth_workshop)
        yield Act(at(2016, 12, 12, 9), lambda: self.reach("entwurf", date(2016, 12, 12)))
        yield Act(at(2016, 12, 12, 9), lambda: self.move(State.PUBLIC_DRAFT))
        yield Act(at(2017, 1, 30, 9), lambda: self.move(State.DELIBERATION))
        yield Act(at(2017, 3, 22, 18), lambda: self.reach("beschluss", date(2017, 3, 22)))
        yield Act(at(2017, 3, 22, 18), lambda: self.move(State.DECIDED))
        yield Act(at(2017, 3, 22, 18), self.supersede)
        yield Act(at(2017, 4, 3, 9), lambda: self.move(State.IMPLEMENTING))

    def _meetings(self) -> Iterator[Act]:
        for row in self.meetings["event"]:
            entered = datetime.combine(row["on"], time(9, 30), ZONE)
            yield Act(entered, partial(self.enter_event, row))
            held = parse_partial_date(row["held"]).first
            if held and "cancelled_on" not in row:
                evening = datetime.combine(held, time(18), ZONE)
                yield Act(evening, partial(self.hold_event, row))


def load(until: datetime, *, address: str) -> int:
    """Load all acts up to `until` and let the clock run on from there; returns how many."""
    done = 0
    with transaction.atomic():
        for act in Loader(address=address).acts():
            if act.at > until:
                break
            _run_to(act.at)
            act.do()
            done += 1
        _run_to(until)
        record(None, _LOADED, until=until.isoformat())
    return done


def loaded_until() -> datetime | None:
    """The point in time for which this demo was loaded; None if nothing was loaded yet."""
    entry = Entry.objects.filter(verb=_LOADED).first()
    return datetime.fromisoformat(entry.detail["until"]) if entry else None


def _run_to(then: datetime) -> None:
    """Set the clock to `then`, unless it has come there by itself."""
    if not ClockOffset.objects.exists() or then > domain_now():
        set_clock(then)
