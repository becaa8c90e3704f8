"""Puts a survey with a question of every kind into a running demo: `python -m …every_kind`."""

from datetime import datetime

QUESTIONS = {
    "way": ("single", "Wie kommen Sie in die Stadt?", "كيف تأتون إلى المدينة؟", "Wie kommen Sie in die Stadt?"),
    "often": ("number", "Wie oft in der Woche?", "كم مرة في الأسبوع؟", "Wie oft in der Woche?"),
    "day": ("date", "Wann zuletzt?", "متى كانت آخر مرة؟", "Wann zuletzt?"),
    "glad": ("yes_no", "Sind Sie zufrieden?", "هل أنتم راضون؟", "Sind Sie zufrieden?"),
    "why": ("short", "Was stört am meisten?", "ما الذي يزعجكم أكثر؟", "Was stört?"),
    "need": ("multiple", "Was fehlt?", "ما الذي ينقص؟", "Was fehlt?"),
    "scale": ("scale", "Wie wichtig ist Ihnen der Bus?", "ما أهمية الحافلة لكم؟", "Wie wichtig ist der Bus?"),
    "parts": ("matrix", "Wie finden Sie …", "كيف تجدون …", "Wie finden Sie …"),
    "order": ("ranking", "Was soll zuerst kommen?", "ما الذي يجب أن يأتي أولًا؟", "Was soll zuerst kommen?"),
    "wish": ("long", "Was soll die Stadt tun?", "ماذا يجب أن تفعل المدينة؟", "Was soll die Stadt tun?"),
}  # fmt: skip
OPTIONS = {
    "way": (("bus", "Mit dem Bus", "بالحافلة"), ("foot", "Zu Fuß", "سيرًا على الأقدام")),
    "need": (("bench", "Bänke", "مقاعد"), ("shade", "Schatten", "ظل"), ("light", "Licht", "إضاءة")),
    "parts": (("good", "gut", "جيد"), ("bad", "schlecht", "سيئ")),
    "order": (("bus", "Bus", "الحافلة"), ("bike", "Rad", "الدراجة")),
}
ROWS = (("stop", "die Haltestelle", "الموقف"), ("time", "den Fahrplan", "المواعيد"))
PAGES = (
    ("weg", "Ihr Weg", "طريقكم", ("way",)),
    ("bus", "Der Bus", "الحافلة", ("often", "day", "glad", "why")),
    ("ende", "Zum Schluss", "في الختام", ("need", "scale", "parts", "order", "wish")),
)
IF_BUS = {"join": "all", "tests": [["way", "is", "bus"]]}
IF_NOT_GLAD = {"join": "all", "tests": [["glad", "is", "no"]]}


def put() -> None:
    """Open from 1 to 31 October 2016, page by page, in German, Arabic and easy German."""
    from ratschlag.process.models import Process  # noqa: PLC0415  Django must be loaded first
    from ratschlag.survey.actions import plan_survey  # noqa: PLC0415
    from ratschlag.survey.models import Page, Question, QuestionOption, Survey  # noqa: PLC0415
    from tests import cast  # noqa: PLC0415

    survey = Survey(
        process=Process.objects.get(), slug="wege", title="Ihre Wege", purpose="Wir planen Busse.",
        rule="Häufigkeit allein entscheidet nicht.", languages=["de", "ar", "de-easy"],
        is_paged=True, opens_at=datetime(2016, 10, 1, tzinfo=cast.BERLIN),
        closes_at=datetime(2016, 10, 31, 23, 59, 59, tzinfo=cast.BERLIN),
    )  # fmt: skip
    pages = [Page(key=key, title=title) for key, title, _arabic, _questions in PAGES]
    pages[1].show_if = IF_BUS
    questions = [
        Question(
            key=key, kind=kind, text=text, limit=300, is_required=key == "way",
            has_other=key == "need", show_if=IF_NOT_GLAD if key == "why" else {},
            least=0 if kind in ("number", "scale") else None, most=5 if kind == "scale" else None,
            low="gar nicht" if kind == "scale" else "", high="sehr" if kind == "scale" else "",
        )
        for key, (kind, text, _arabic, _easy) in QUESTIONS.items()
    ]  # fmt: skip
    options = {
        key: [QuestionOption(key=name, label=label) for name, label, _arabic in rows]
        for key, rows in OPTIONS.items()
    }
    options["parts"] += [
        QuestionOption(key=key, label=label, is_row=True) for key, label, _a in ROWS
    ]
    plan_survey(survey, questions=questions, options=options, pages=pages, by=None)
    of_page = {key: page for page, row in zip(pages, PAGES, strict=True) for key in row[3]}
    for question in questions:
        question.page = of_page[question.key]
        question.save()
    _translate(survey, pages, questions, options)
    cast.scheduled(survey)


def _translate(survey, pages, questions, options) -> None:
    from ratschlag.languages.actions import put_translation  # noqa: PLC0415
    from ratschlag.languages.rules import State  # noqa: PLC0415

    def say(row, field, arabic, easy="") -> None:
        for language, text in (("ar", arabic), ("de-easy", easy or getattr(row, field))):
            put_translation(row, field, language=language, text=text, state=State.CHECKED)

    say(survey, "title", "طرقكم")
    say(survey, "purpose", "نخطط للحافلات.")
    say(survey, "rule", "العدد وحده لا يقرر.")
    for page, (_key, _title, arabic, _questions) in zip(pages, PAGES, strict=True):
        say(page, "title", arabic)
    for question in questions:
        _kind, _text, arabic, easy = QUESTIONS[question.key]
        say(question, "text", arabic, easy)
        if question.low:
            say(question, "low", "لا أهمية")
            say(question, "high", "مهم جدًا")
        arabic_of = {name: arabic for name, _label, arabic in OPTIONS.get(question.key, ())}
        arabic_of |= {name: arabic for name, _label, arabic in ROWS}
        for option in options.get(question.key, ()):
            say(option, "label", arabic_of[option.key])


if __name__ == "__main__":
    import django

    django.setup()
    put()
