from django.urls import path

from ratschlag.synthesis.desk import acts, coding, themes

_ONE = "beitraege/<int:number>/"
_CODING = "beitraege/zuordnung/<int:number>/"
_THEME = "themen/<int:number>/"

desk = [
    path("beitraege/", coding.contributions, name="contributions"),
    path(_ONE, coding.contribution, name="contribution"),
    path(f"{_ONE}veroeffentlichen/", acts.publish, name="publish"),
    path(f"{_ONE}schwaerzen/", acts.redact, name="redact"),
    path(f"{_ONE}zurueckhalten/", acts.withhold, name="withhold"),
    path(f"{_ONE}teilen/", acts.split, name="split"),
    path(f"{_ONE}sprache/", acts.name_language, name="name_language"),
    path(f"{_ONE}uebersetzung/", acts.translate, name="translate"),
    path(f"{_ONE}doppelt/", acts.link, name="link"),
    path(f"{_ONE}zuordnen/", acts.assign, name="assign"),
    path(f"{_ONE}neues-thema/", acts.open_theme, name="open_theme"),
    path(f"{_ONE}ergebnis/", acts.decide, name="decide"),
    path(f"{_CODING}annehmen/", acts.accept, name="accept"),
    path(f"{_CODING}verwerfen/", acts.dismiss, name="dismiss"),
    path("themen/", themes.themes, name="themes"),
    path(_THEME, themes.theme, name="theme"),
    path(f"{_THEME}aendern/", themes.revise, name="revise_theme"),
    path(f"{_THEME}zusammenlegen/", themes.merge, name="merge_theme"),
    path(f"{_THEME}teilen/", themes.split, name="split_theme"),
    path(f"{_THEME}uebergeben/", themes.hand_over, name="hand_over_theme"),
    path(f"{_THEME}ergebnis/", themes.decide, name="decide_theme"),
    path(f"{_THEME}antwort/", themes.answer, name="answer"),
    path(f"{_THEME}veroeffentlichen/", themes.publish, name="publish_answer"),
    path("themen/<slug:process>/", themes.board, name="board"),
    path("themen/<slug:process>/neu/", themes.new_theme, name="new_theme"),
    path("themen/<slug:process>/uebergeben/", themes.hand_over_all, name="hand_over"),
    path("themen/<slug:process>/veroeffentlichen/", themes.publish_all, name="publish_answers"),
]
