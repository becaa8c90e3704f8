"""A survey that asks in all ten ways, on two pages, with conditions, in three languages."""

from decimal import Decimal

from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Authored
from ratschlag.languages.rules import State
from ratschlag.process.models import Process
from ratschlag.survey.actions import plan_survey
from ratschlag.survey.models import Detail, DetailOption, Page, Question, QuestionOption, Survey
from ratschlag.survey.rules import Kind
from tests import cast

LANGUAGES = ("de", "ar", "de-easy")
_ARABIC = {
    "Ideen gesucht": "نبحث عن أفكار",
    "Für das Konzept.": "من أجل الخطة.",
    "Keine Abstimmung.": "ليس تصويتًا.",
    "Was läuft gut?": "ما الذي يسير على ما يرام؟",
    "Ja, oft": "نعم، كثيرًا",
    "Wie alt sind Sie?": "كم عمرك؟",
}


def every_kind(process: Process, **changes: object) -> Survey:
    """Scheduled and translated: where there is no Arabic the German stands with a mark."""
    wanted = {"title": "Ideen gesucht", "purpose": "Für das Konzept.", "rule": "Keine Abstimmung."}
    times = {"opens_at": cast.OPENS, "closes_at": cast.CLOSES}
    survey = Survey(process=process, slug="alles", **(wanted | times | changes))
    survey.languages = list(LANGUAGES)
    first, second = Page(key="p1", title="Ihre Stadt"), Page(key="p2", title="Ihr Alltag")
    second.help, second.show_if = "Nur kurz.", {"join": "all", "tests": [["q4", "is", "yes"]]}
    questions = _questions(first, second)
    options = {
        "q3": _options("Ja, oft", "Selten", "Nie"),
        "q5": _options("Bus", "Rad", "Auto", "Zu Fuß"),
        "q7": [*_options("Gut", "Mittel", "Schlecht"), *_options("Schule", "Arzt", is_row=True)],
        "q8": _options("Bäume", "Bänke", "Brunnen"),
    }
    details = [
        (
            Detail(key="d_age", label="Wie alt sind Sie?"),
            [DetailOption(key="jung", label="unter 30"), DetailOption(key="alt", label="ab 30")],
        )
    ]
    plan_survey(
        survey,
        questions=questions,
        options=options,
        pages=[first, second],
        details=details,
        by=None,
    )
    _translate(survey)
    cast.scheduled(survey)
    survey.refresh_from_db()
    return survey


def _questions(first: Page, second: Page) -> list[Question]:
    if_rare = {"join": "any", "tests": [["q3", "is", "selten"], ["q6", "at_most", "2"]]}
    return [
        Question(key="q1", page=first, kind=Kind.LONG, text="Was läuft gut?", limit=800),
        Question(key="q2", page=first, kind=Kind.SHORT, text="Wo?", hint="Straße oder Platz"),
        Question(key="q3", page=first, kind=Kind.SINGLE, text="Sind Sie oft dort?", has_other=True),
        Question(key="q4", page=first, kind=Kind.YES_NO, text="Arbeiten Sie hier?"),
        Question(key="q5", page=second, kind=Kind.MULTIPLE, text="Womit kommen Sie?",
                 most=Decimal(2), has_other=True),
        Question(key="q6", page=second, kind=Kind.SCALE, text="Wie ist der Weg?",
                 low="schlecht", high="gut"),
        Question(key="q7", page=second, kind=Kind.MATRIX, text="Wie kommen Sie hin?"),
        Question(key="q8", page=second, kind=Kind.RANKING, text="Was ist wichtig?", show_if=if_rare),
        Question(key="q9", page=second, kind=Kind.NUMBER, text="Wie viele Minuten?"),
        Question(key="q10", page=second, kind=Kind.DATE, text="Wann zuletzt?"),
    ]  # fmt: skip


def _options(*labels: str, is_row: bool = False) -> list[QuestionOption]:
    keys = [label.split(",")[0].lower().replace(" ", "-").replace("ß", "ss") for label in labels]
    keys = [key.replace("ä", "ae").replace("ü", "ue") for key in keys]
    return [
        QuestionOption(key=key, label=label, is_row=is_row)
        for key, label in zip(keys, labels, strict=True)
    ]


def _translate(survey: Survey) -> None:
    rows: list[Authored] = [survey, *survey.pages.all(), *survey.questions.all()]
    rows += [option for row in survey.questions.all() for option in row.options.all()]
    for detail in survey.details.all():
        rows += [detail, *detail.options.all()]
    for row in rows:
        for field in row.translated:
            source = getattr(row, field)
            if source:
                _say(row, field, "ar", _ARABIC.get(source, f"سؤال {source}"))
                _say(row, field, "de-easy", f"Einfach: {source}")


def _say(row: Authored, field: str, language: str, text: str) -> None:
    put_translation(row, field, language=language, text=text, state=State.CHECKED)
