"""The fixed cast of the tests, and makers of what they need: one line each, sensible defaults."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from ratschlag.city.actions import found_city
from ratschlag.city.models import City
from ratschlag.city.rules import LANGUAGES
from ratschlag.concept.actions import freeze_edition, write_section
from ratschlag.concept.models import Edition, Section
from ratschlag.concept.rules import EditionState
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Channel, Publication
from ratschlag.council.actions import plan_consultation, prepare_paper, put_point, submit_paper
from ratschlag.council.models import Consultation, Paper, ResolutionPoint
from ratschlag.council.rules import ConsultationRole
from ratschlag.events.actions import plan_event
from ratschlag.events.models import Event
from ratschlag.events.rules import EventKind
from ratschlag.goals.models import Goal, Measure
from ratschlag.journal.queries import domain_now
from ratschlag.lib.dates import PartialDate, Precision, parse_partial_date
from ratschlag.lib.slugs import free_slug
from ratschlag.monitoring.actions import begin_report
from ratschlag.monitoring.models import Report
from ratschlag.people.actions import grant, register_organisation, take_in
from ratschlag.people.models import Organisation, Person
from ratschlag.people.rules import OrganisationKind, Role
from ratschlag.process.actions import move_process, open_field, plan_phase, prepare_process
from ratschlag.process.models import Field, Phase, Process
from ratschlag.process.rules import Level, State
from ratschlag.survey.actions import freeze_version, pair_tablet, plan_survey, prepare_tablet
from ratschlag.survey.models import Detail, DetailOption, Question, Survey, Tablet
from ratschlag.survey.rules import Stage as SurveyStage
from ratschlag.synthesis.models import Coding, Theme
from ratschlag.synthesis.rules import CodingState, Proposer

BERLIN = ZoneInfo("Europe/Berlin")
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


OPENS, CLOSES = (
    datetime(2016, 9, 5, tzinfo=BERLIN),
    datetime(2016, 9, 25, 23, 59, 59, tzinfo=BERLIN),
)


def a_survey(process: Process, slug: str = "ideen", **changes: object) -> Survey:
    """Three questions (q1 to q3) and two details, open from 5 to 25 September 2016."""
    wanted = {"title": "Ideen gesucht", "purpose": "Für das Konzept.", "rule": "Keine Abstimmung."}
    times = {"opens_at": OPENS, "closes_at": CLOSES}
    survey = Survey(process=process, slug=slug, **(wanted | times | changes))
    texts = ("Was läuft gut?", "Wo hakt es?", "Was soll die Stadt tun?")
    questions = [Question(key=f"q{at}", text=text) for at, text in enumerate(texts, start=1)]
    details = [
        (Detail(key="d_age", label="Wie alt sind Sie?"), _options("unter 30", "ab 30")),
        (Detail(key="d_place", label="Wo wohnen Sie?"), _options("Nord", "Süd", "West")),
    ]
    survey.languages = survey.languages or list(LANGUAGES)
    plan_survey(survey, questions=questions, details=details, by=None)
    return scheduled(survey)


def scheduled(survey: Survey) -> Survey:
    """As if it had been tested and translated: what it asks is frozen, and the clock opens it."""
    freeze_version(survey, by=None)
    Survey.objects.filter(pk=survey.pk).update(stage=SurveyStage.SCHEDULED)
    survey.refresh_from_db()
    return survey


def _options(*labels: str) -> list[DetailOption]:
    return [DetailOption(key=free_slug(label, ()), label=label) for label in labels]


def a_tablet(survey: Survey, **changes: object) -> tuple[Tablet, str]:
    """Paired for a week from now, at the library; with its token."""
    wanted = {"name": "Tablet 1", "place": "Bibliothek", "languages": ["de", "ar"]}
    wanted["ends_at"] = domain_now() + timedelta(days=7)
    tablet = Tablet(survey=survey, **(wanted | changes))
    return pair_tablet(prepare_tablet(tablet, by=None))


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


def a_public_draft(process: Process, number: str = "0.9") -> Edition:
    """A public draft of the concept, of one section if nothing was written yet."""
    if not process.sections.exists():
        write_section(Section(process=process, number="1", title="Vorwort", text="Wir."), by=None)
    return freeze_edition(process, number=number, state=EditionState.PUBLIC_DRAFT, by=None)


def an_edition(process: Process, number: str = "1.0-rc1", **changes: object) -> Edition:
    """Frozen on 25 January 2017 for the council; its text does not matter."""
    wanted = {
        "state": EditionState.COUNCIL_DRAFT,
        "frozen_at": datetime(2017, 1, 25, 9, tzinfo=UTC),
        "canonical": "{}",
        "sha256": "0" * 64,
    }
    return Edition.objects.create(process=process, number=number, **(wanted | changes))


def a_body(
    name: str = "Umweltausschuss", kind: OrganisationKind = OrganisationKind.COMMITTEE
) -> Organisation:
    return an_organisation(name, kind=kind)


def a_consultation(
    paper: Paper,
    body: Organisation,
    meets_on: date,
    role: ConsultationRole = ConsultationRole.PRELIMINARY,
) -> Consultation:
    consultation = Consultation(paper=paper, body=body, meets_on=meets_on, role=role)
    return plan_consultation(consultation, by=None)


def a_paper(
    process: Process, reference: str = "B-1/2017", session: date = date(2017, 3, 22)
) -> Paper:
    """One that can be submitted: with an edition, two points, and the council's session."""
    paper = Paper(process=process, reference=reference, title="Klimakonzept beschließen")
    paper.edition = Edition.objects.filter(process=process).first() or an_edition(process)
    prepare_paper(paper, by=None)
    for text in ("Der Rat beschließt das Konzept.", "Es wird jährlich berichtet."):
        put_point(ResolutionPoint(paper=paper, text=text), by=None)
    council = Organisation.objects.filter(kind=OrganisationKind.COUNCIL).first()
    council = council or a_body("Stadtrat", OrganisationKind.COUNCIL)
    a_consultation(paper, council, session, ConsultationRole.DECISION)
    return paper


def a_submitted_paper(process: Process, reference: str = "B-1/2017") -> Paper:
    """Submitted today, by the domain clock."""
    paper = a_paper(process, reference)
    submit_paper(paper, by=None)
    return paper


def a_report(process: Process, as_of: date = date(2018, 6, 30), **changes: object) -> Report:
    """Begun, not published."""
    wanted = {"title": "Erster Bericht", "next_on": date(2019, 6, 30)}
    return begin_report(Report(process=process, as_of=as_of, **(wanted | changes)), by=None)
