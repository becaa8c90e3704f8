"""A survey as it was asked elsewhere too, and result exports as LimeSurvey and KoBo write them."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from ratschlag.process.models import Process
from ratschlag.survey.actions import plan_survey
from ratschlag.survey.models import Detail, DetailOption, Question, QuestionOption, Survey
from tests import cast

Rows = Sequence[Sequence[str]]
TOWNS = {"a1": "Nord", "a2": "Süd", "a3": "West"}
HELPS = {"bus": "Mehr Busse", "rad": "Radwege", "baum": "Bäume"}
GRADES = {"g1": "gut", "g2": "geht so", "g3": "schlecht"}
QUARTERS = {"laden": "Läden", "park": "Parks"}


def a_survey_of_all_kinds(process: Process, slug: str = "ideen") -> Survey:
    survey = Survey(
        process=process, slug=slug, title="Ideen", purpose="Darum.", rule="So.",
        languages=["de"], opens_at=cast.OPENS, closes_at=cast.CLOSES,
    )  # fmt: skip
    questions = [
        Question(key="q1", kind="single", text="Wo wohnen Sie?", has_other=True),
        Question(key="q2", kind="multiple", text="Was hilft?", has_other=True),
        Question(key="q3", kind="matrix", text="Wie ist das Viertel?"),
        Question(key="q4", kind="ranking", text="Was zuerst?"),
        Question(key="q5", kind="scale", text="Wie zufrieden?", least=1, most=5),
        Question(key="q6", kind="number", text="Wie viele im Haushalt?", least=1, most=20),
        Question(key="q7", kind="yes_no", text="Kommen Sie?"),
        Question(key="q8", kind="date", text="Seit wann?"),
        Question(key="q9", kind="long", text="Was noch?"),
    ]
    listed = {
        "q1": _options(TOWNS),
        "q2": _options(HELPS),
        "q3": [*_options(GRADES), *_options(QUARTERS, is_row=True)],
        "q4": _options(HELPS),
    }
    ages = [DetailOption(key="u30", label="unter 30"), DetailOption(key="ab30", label="ab 30")]
    details = [(Detail(key="d_age", label="Wie alt sind Sie?"), ages)]
    plan_survey(survey, questions=questions, options=listed, details=details, by=None)
    cast.scheduled(survey)
    survey.refresh_from_db()
    return survey


def _options(labels: dict[str, str], *, is_row: bool = False) -> list[QuestionOption]:
    return [QuestionOption(key=k, label=label, is_row=is_row) for k, label in labels.items()]


# What three people said, as it has to stand in our answers afterwards.
SAID: list[dict[str, Any]] = [
    {
        "q1": "a2", "q2": ["bus", "baum"], "q3": {"laden": "g1", "park": "g3"},
        "q4": ["baum", "bus", "rad"], "q5": 4, "q6": "3", "q7": "yes", "q8": "2009-03-01",
        "q9": "Mehr Bäume, bitte!\n=SUMME(1)",
    },
    {"q1": "other", "q1.other": "Am Rand; draußen", "q5": 1, "q7": "no", "q9": "Ruhe \"nachts\"."},
    {"q2": ["rad", "other"], "q2.other": "Fähre", "q6": "2.5", "q3": {"park": "g2"}, "q9": "ليل"},
]  # fmt: skip
DAYS = ("2016-09-06", "2016-09-07", "2016-09-12")
ADDRESS, AGENT = "203.0.113.77", "Mozilla/5.0 (Linux; Android 13) KoboCollect"


def lime(*, is_full: bool = False) -> Rows:
    """LimeSurvey's export: codes of questions, and codes or full answers."""
    yes, no = ("Ja", "Nein") if is_full else ("Y", "N")

    def label(of: dict[str, str], key: str | None) -> str:
        if key is None:
            return ""
        if key == "other":
            return "Sonstiges" if is_full else "-oth-"
        return of[key] if is_full else key.upper()

    columns = [
        *("id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate"),
        *("datestamp", "ipaddr", "refurl", "Q1", "Q1[other]"),
        *(f"Q2[{key}]" for key in HELPS), "Q2[other]",
        *(f"Q3[{key}]" for key in QUARTERS),
        *(f"Q4[{at}]" for at in (1, 2, 3)),
        *("Q5", "Q6", "Q7", "Q8", "Q9"),
    ]  # fmt: skip
    rows = [columns]
    for at, (said, day) in enumerate(zip(SAID, DAYS, strict=True), start=1):
        moment = f"{day} 08:1{at}:00"
        ticked = said.get("q2", [])
        ranked = [*said.get("q4", []), None, None, None]
        rows.append(
            [
                *(str(at), moment, "3", "de", f"98765{at}", f"tok{at}", moment, moment, ADDRESS),
                "https://stadt.example/start?x=1",
                label(TOWNS, said.get("q1")), said.get("q1.other", ""),
                *((yes if key in ticked else (no if is_full else "")) for key in HELPS),
                said.get("q2.other", ""),
                *(label(GRADES, said.get("q3", {}).get(row)) for row in QUARTERS),
                *(label(HELPS, key) for key in ranked[:3]),
                str(said.get("q5", "")),
                f"{said['q6']}000000" if "." in said.get("q6", "") else said.get("q6", ""),
                {"yes": yes, "no": no, None: ""}[said.get("q7")],
                f"{said['q8']} 00:00:00" if "q8" in said else "",
                said["q9"],
            ]
        )  # fmt: skip
    return rows


def kobo(*, is_labelled: bool = False) -> Rows:
    """KoBo's export: groups before the names, lists joined and apart, what the phone notes."""

    def key(of: dict[str, str], said: str | None) -> str:
        return "" if said is None else of.get(said, said) if is_labelled else said

    columns = [
        *("start", "end", "deviceid", "gruppe/q1", "gruppe/q1_other", "q2"),
        *(f"q2/{each}" for each in (*HELPS, "other")), "q2_other",
        *(f"q3/q3_{row}" for row in QUARTERS), "q4", "q5", "q6", "q7", "q8", "q9", "d_age",
        *("_id", "_uuid", "_submission_time", "__version__", "_submitted_by", "_index"),
        *("_ort_latitude", "_tags"),
    ]  # fmt: skip
    rows = [columns]
    for at, (said, day) in enumerate(zip(SAID, DAYS, strict=True), start=1):
        ticked = said.get("q2", [])
        rows.append(
            [
                f"{day}T08:00:00.000+02:00", f"{day}T08:10:00.000+02:00", f"ee.kobo:{at}",
                key(TOWNS, said.get("q1")), said.get("q1.other", ""),
                " ".join(key(HELPS, each) for each in ticked),
                *((("1" if each in ticked else "0") if ticked else "") for each in (*HELPS, "other")),
                said.get("q2.other", ""),
                *(key(GRADES, said.get("q3", {}).get(row)) for row in QUARTERS),
                " ".join(said.get("q4", [])), str(said.get("q5", "")), said.get("q6", ""),
                {"yes": "Ja" if is_labelled else "yes", "no": "Nein" if is_labelled else "no",
                 None: ""}[said.get("q7")],
                said.get("q8", ""), said["q9"], "u30" if at == 1 else "",
                str(5000 + at), f"0d9f6c1e-0000-4000-8000-00000000000{at}", f"{day}T06:10:0{at}",
                "vB3", "feldteam", str(at), "50.77", "",
            ]
        )  # fmt: skip
    return rows


def as_csv(rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    return made.getvalue().encode(encoding)


def stored(survey: Survey) -> list[dict[str, Any]]:
    """What was answered: chosen answers and words in one, in the order of the days."""
    found = []
    for response in survey.responses.order_by("received_on"):
        words = {each.question.key: each.contribution.text for each in response.texts.all()}
        found.append({**response.answers, **words})
    return found
