"""A survey with a question of every kind, and many answers to it."""

from datetime import date

from ratschlag.contributions.rules import Channel
from ratschlag.process.models import Process
from ratschlag.survey.actions import plan_survey, type_in_response
from ratschlag.survey.models import Question, QuestionOption, Survey
from ratschlag.survey.rules import Kind
from tests import cast

WAYS = {"bus": "Bus", "bike": "Rad", "car": "Auto"}


def options(**labels: str) -> list[QuestionOption]:
    return [QuestionOption(key=key, label=label) for key, label in labels.items()]


def asked(process: Process, slug: str = "wege", **changes: object) -> Survey:
    """Open from 5 to 25 September 2016."""
    texts = {"title": "Wege", "purpose": "Für das Konzept.", "rule": "Keine Abstimmung."}
    times = {"opens_at": cast.OPENS, "closes_at": cast.CLOSES}
    survey = Survey(process=process, slug=slug, **(texts | times | changes))
    questions = [
        Question(key="way", kind=Kind.SINGLE, text="Womit fahren Sie?", has_other=True),
        Question(key="ways", kind=Kind.MULTIPLE, text="Was nutzen Sie?"),
        Question(key="bike", kind=Kind.YES_NO, text="Haben Sie ein Rad?"),
        Question(
            key="far",
            kind=Kind.SCALE,
            text="Wie weit ist es?",
            least=1,
            most=5,
            low="nah",
            high="fern",
        ),  # fmt: skip
        Question(key="look", kind=Kind.MATRIX, text="Wie finden Sie …?"),
        Question(key="rank", kind=Kind.RANKING, text="Was ist wichtig?"),
        Question(key="km", kind=Kind.NUMBER, text="Wie viele Kilometer?"),
        Question(key="since", kind=Kind.DATE, text="Seit wann?"),
        Question(key="name", kind=Kind.SHORT, text="Welche Linie?"),
        Question(key="why", kind=Kind.LONG, text="Warum?"),
    ]
    rows = [QuestionOption(key=k, label=v, is_row=True) for k, v in {"a": "A", "b": "B"}.items()]
    choices = {
        **{key: options(**WAYS) for key in ("way", "ways", "rank")},
        "look": [*options(good="gut", bad="schlecht"), *rows],
    }
    plan_survey(survey, questions=questions, options=choices, by=None)
    cast.scheduled(survey)
    survey.refresh_from_db()
    return survey


def chosen(at: int) -> dict[str, object]:
    """What the answer number `at` holds."""
    ways = [*WAYS]
    said: dict[str, object] = {
        "way": ways[at % 3],
        "ways": ways[: 1 + at % 3],
        "bike": "yes" if at % 4 else "no",
        "far": 1 + at % 5,
        "look": {"a": "good" if at % 2 else "bad", "b": "good"},
        "rank": [ways[at % 3], ways[(at + 1) % 3]],
        "km": str(at % 30),
        "since": f"2016-0{1 + at % 9}-15",
    }
    if at % 20 == 7:
        said |= {"way": "other", "way.other": "Seilbahn" if at % 40 == 7 else "Ballon"}
    return said


def answered(
    survey: Survey, *, online: int = 40, letter: int = 12, fax: int = 2, start: int = 0
) -> None:
    by = None
    counts = {Channel.ONLINE: online, Channel.LETTER: letter, Channel.FAX: fax}
    channels = [channel for channel, count in counts.items() for _ in range(count)]
    for at, channel in enumerate(channels, start=start):
        type_in_response(
            survey, form_key=f"a-form-key-number-{at:06}", channel=channel, by=by,
            texts={"why": "Weil."} if at % 10 == 3 else {}, chosen=chosen(at),
            language="ar" if at % 5 == 1 else "de", received_on=date(2016, 9, 12),
        )  # fmt: skip
