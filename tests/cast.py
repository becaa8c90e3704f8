"""The fixed cast of the tests, and makers of what they need: one line each, sensible defaults."""

from datetime import date

from ratschlag.city.actions import found_city
from ratschlag.city.models import City
from ratschlag.city.rules import LANGUAGES
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Channel, Publication
from ratschlag.events.actions import plan_event
from ratschlag.events.models import Event
from ratschlag.events.rules import EventKind
from ratschlag.goals.models import Goal, Measure
from ratschlag.lib.dates import PartialDate, Precision, parse_partial_date
from ratschlag.lib.forms import free_slug
from ratschlag.people.actions import grant, register_organisation, take_in
from ratschlag.people.models import Organisation, Person
from ratschlag.people.rules import OrganisationKind, Role
from ratschlag.process.actions import move_process, open_field, plan_phase, prepare_process
from ratschlag.process.models import Field, Phase, Process
from ratschlag.process.rules import Level, State
from ratschlag.synthesis.models import Coding, Theme
from ratschlag.synthesis.rules import CodingState, Proposer

PASSWORD = "ein-langes-passwort-zum-testen"


def a_city(**changes: object) -> City:
    """Musterstadt, with all languages."""
    wanted = {
        "name": "Stadt Musterstadt",
        "short_name": "Musterstadt",
        "languages": list(LANGUAGES),
        "time_zone": "Europe/Berlin",
        "address": "http://localhost",
    }
    return found_city(**(wanted | changes))


def a_person(
    name: str = "Ayşe Yılmaz", *roles: Role, scope: str = "", language: str = "de"
) -> Person:
    """Someone with an account and these roles."""
    local = name.lower().replace(" ", ".").encode("ascii", "ignore").decode()
    person = take_in(name=name, email=f"{local}@example.org", language=language, password=PASSWORD)
    for role in roles:
        grant(person, role, scope=scope)
    return person


def a_coordinator() -> Person:
    return a_person("Kora Koordination", Role.COORDINATOR)


def an_organisation(name: str = "Stadtsportbund", **changes: object) -> Organisation:
    wanted = {"slug": free_slug(name, ()), "kind": OrganisationKind.ASSOCIATION}
    return register_organisation(**(wanted | changes), name=name, by=None)


def a_process(slug: str = "klima", *, state: State = State.ANNOUNCED, **changes: object) -> Process:
    """A process that everyone sees, unless it is still being prepared."""
    wanted = {
        "title": "Klimakonzept",
        "introduction": "Wie wird die Stadt kühl?",
        "mandate": "Der Stadtrat hat es beauftragt.",
        "scope_open": "Ziele und Maßnahmen.",
        "scope_fixed": "Bundesrecht.",
        "level": Level.CONSULTATION,
    }
    process = prepare_process(slug=slug, by=None, **(wanted | changes))
    if state is State.ANNOUNCED:
        move_process(process, State.ANNOUNCED, by=None)
    return process


def a_phase(process: Process, title: str = "Befragung", starts: str = "", ends: str = "") -> Phase:
    """Dates as a person types them."""
    return plan_phase(
        process,
        title=title,
        starts=parse_partial_date(starts),
        ends=parse_partial_date(ends),
        by=None,
    )


def a_field(process: Process, title: str = "Stadtgrün") -> Field:
    return open_field(process, slug=free_slug(title, ()), title=title, by=None)


def an_event(process: Process, title: str = "Werkstatt", held: date | None = None) -> Event:
    """A workshop, on a day or without a date."""
    day = PartialDate(held, Precision.DAY) if held else PartialDate()
    event = Event(process=process, slug=free_slug(title, ()), title=title, kind=EventKind.WORKSHOP)
    return plan_event(event, held=day, by=None)


def a_contribution(process: Process, text: str = "Mehr Bäume.", **changes: object) -> Contribution:
    """One that was read and is public, unless changed."""
    wanted = {
        "language": "de",
        "channel": Channel.ONLINE,
        "received_on": date(2016, 9, 5),
        "publication": Publication.PUBLIC,
    }
    return Contribution.objects.create(process=process, text=text, **(wanted | changes))


def a_theme(process: Process, title: str = "Schatten", *contributions: Contribution) -> Theme:
    """A theme of which these contributions speak: accepted codings."""
    theme = Theme.objects.create(process=process, slug=free_slug(title, ()), title=title)
    for contribution in contributions:
        Coding.objects.create(
            contribution=contribution,
            theme=theme,
            state=CodingState.ACCEPTED,
            proposer=Proposer.PERSON,
            decided_on=date(2016, 9, 20),
        )
    return theme


def a_goal(process: Process, field: Field, code: str = "G1.1") -> Goal:
    return Goal.objects.create(process=process, field=field, code=code, title="Es wird kühler.")


def a_measure(process: Process, field: Field, code: str = "M1-1", **changes: object) -> Measure:
    wanted = {"title": "Bäume pflanzen"}
    return Measure.objects.create(process=process, field=field, code=code, **(wanted | changes))
