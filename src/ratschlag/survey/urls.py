from django.urls import path

from ratschlag.survey.desk import (
    batches,
    elsewhere,
    holds,
    intake,
    keying,
    preview,
    questions,
    results,
    states,
    surveys,
    tablets,
    xlsform,
)
from ratschlag.survey.desk import paper as printed
from ratschlag.survey.views import abuse, answering, outcome, paper, slip, tablet

_PUBLIC = "verfahren/<slug:slug>/befragung/"
_OUTCOME = f"{_PUBLIC}ergebnisse/"
_SURVEYS = "befragungen/<slug:process>/"
_SURVEY = f"{_SURVEYS}<slug:survey>/"
_RESULTS = f"{_SURVEY}ergebnisse/"
_TABLETS = f"{_SURVEY}tablets/"
_INTAKE = "erfassung/<slug:process>/"

public = [
    path(_PUBLIC, answering.survey, name="survey"),
    path(f"{_PUBLIC}fragebogen.pdf", paper.paper, name="paper"),
    path(f"{_PUBLIC}nachweis/", abuse.task, name="proof"),
    path(f"{_PUBLIC}quittung/", slip.slip, name="slip"),
    path(_OUTCOME, outcome.results, name="results"),
    path(f"{_OUTCOME}<slug:survey>.csv", outcome.table, name="open_table"),
    path(f"{_OUTCOME}<slug:survey>.json", outcome.data, name="open_data"),
    path(f"{_OUTCOME}<slug:survey>.schema.json", outcome.schema, name="open_schema"),
]

desk = [
    path("erfassung/", intake.intakes, name="intakes"),
    path(_INTAKE, intake.intake, name="intake"),
    path(f"{_INTAKE}stapel/neu/", batches.open_batch, name="new_batch"),
    path(f"{_INTAKE}stapel/<int:batch>/", intake.batch, name="batch"),
    path(f"{_INTAKE}stapel/<int:batch>/schliessen/", batches.close_batch, name="close_batch"),
    path(f"{_INTAKE}zweite/", keying.under_way, name="under_way"),
    path(f"{_INTAKE}zweite/<int:paper>/", keying.second, name="key_again"),
    path(f"{_INTAKE}zweite/<int:paper>/vergleich/", keying.settle, name="settle"),
    path(f"{_INTAKE}zweite/<int:paper>/uebernehmen/", keying.trust, name="trust"),
    path(f"{_INTAKE}beleg/", keying.slip, name="slip"),
    path("gehalten/<slug:process>/", holds.holds, name="holds"),
    path(f"{_SURVEYS}neu-aus-xlsform/", xlsform.new_survey, name="new_from_xlsform"),
    path(f"{_SURVEY}xlsform/", xlsform.download, name="xlsform"),
    path(f"{_SURVEY}uebernahme/", elsewhere.imports, name="imports"),
    path(f"{_SURVEY}uebernahme/<int:number>/", elsewhere.one_import, name="import"),
    path(f"{_SURVEY}papier/", printed.papers, name="papers"),
    path(f"{_SURVEY}fragebogen/<slug:language>.pdf", printed.paper, name="paper"),
    path(f"{_SURVEY}handzettel/<slug:language>.pdf", printed.flyer, name="flyer"),
    path(_TABLETS, tablets.tablets, name="tablets"),
    path(f"{_TABLETS}neu/", tablets.new_tablet, name="new_tablet"),
    path(f"{_TABLETS}<int:number>/entziehen/", tablets.revoke_tablet, name="revoke_tablet"),
    path(_RESULTS, results.results, name="results"),
    path(f"{_RESULTS}datei/<slug:form>/", results.take_away, name="take_answers_away"),
    path(f"{_RESULTS}<slug:question>/veroeffentlichen/", results.publish, name="publish_result"),
    path(f"{_RESULTS}<slug:question>/zurueckziehen/", results.withdraw, name="withdraw_result"),
    path("befragungen/", surveys.surveys, name="surveys"),
    path(f"{_SURVEYS}neu/", surveys.new_survey, name="new_survey"),
    path(_SURVEY, surveys.overview, name="overview"),
    path(f"{_SURVEY}angaben/", surveys.settings, name="settings"),
    path(f"{_SURVEY}kopie/", surveys.copy, name="copy"),
    path(f"{_SURVEY}streichen/", surveys.cancel, name="cancel"),
    path(f"{_SURVEY}schritt/<slug:act>/", states.act, name="act"),
    path(f"{_SURVEY}vorschlag/<int:number>/bestaetigen/", states.confirm, name="confirm"),
    path(f"{_SURVEY}vorschlag/<int:number>/verwerfen/", states.drop, name="drop_proposal"),
    path(f"{_SURVEY}fassung/", states.freeze, name="freeze"),
    path(f"{_SURVEY}fragen/", questions.questions, name="questions"),
    path(f"{_SURVEY}fragen/neu/", questions.new_question, name="new_question"),
    path(f"{_SURVEY}fragen/<slug:key>/", questions.question, name="question"),
    path(
        f"{_SURVEY}fragen/<slug:key>/bedingung/",
        questions.question_condition,
        name="question_condition",
    ),
    path(f"{_SURVEY}seiten/neu/", questions.new_page, name="new_page"),
    path(f"{_SURVEY}seiten/<slug:key>/", questions.page, name="page"),
    path(f"{_SURVEY}seiten/<slug:key>/bedingung/", questions.page_condition, name="page_condition"),
    path(f"{_SURVEY}freiwillig/neu/", questions.new_detail, name="new_detail"),
    path(f"{_SURVEY}freiwillig/<slug:key>/", questions.detail, name="detail"),
    *(
        path(f"{_SURVEY}{word}/<slug:key>/{verb}/", view, {"what": what}, name=f"{act}_{what}")
        for word, what in (("fragen", "question"), ("seiten", "page"), ("freiwillig", "detail"))
        for verb, view, act in (
            ("verschieben", questions.move, "move"),
            ("loeschen", questions.drop, "drop"),
        )
    ),
    path(f"{_SURVEY}texte/<slug:language>/", preview.texts, name="texts"),
    path(f"{_SURVEY}vorschau/<slug:language>/", preview.preview, name="preview"),
    path(f"{_SURVEY}probelauf/", preview.test_runs, name="test_runs"),
    path(
        f"{_SURVEY}probelauf/wegwerfen/", preview.throw_test_runs_away, name="throw_test_runs_away"
    ),
]

# Only a paired device speaks to these; their paths stand in static/unterwegs/app.js too.
on_the_way = [
    path("befragung-unterwegs/", tablet.page, name="page"),
    path("befragung-unterwegs/sw.js", tablet.worker, name="worker"),
    path("befragung-unterwegs/manifest.webmanifest", tablet.manifest, name="manifest"),
    path("befragung-unterwegs/koppeln/", tablet.pair, name="pair"),
    path("befragung-unterwegs/bogen/", tablet.bundle, name="bundle"),
    path("befragung-unterwegs/stand/", tablet.stand, name="stand"),
    path("befragung-unterwegs/senden/", tablet.send, name="send"),
]
