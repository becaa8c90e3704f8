from typing import Any

from django.urls import path

from ratschlag.press.desk import feedback as desk_feedback
from ratschlag.press.desk import mailing, numbers, steps
from ratschlag.press.desk import notices as desk_notices
from ratschlag.press.desk import pages as desk_pages
from ratschlag.press.desk import releases as desk_releases
from ratschlag.press.desk import terms as desk_terms
from ratschlag.press.rules import PAGE_PATHS, PageKind
from ratschlag.press.views import (
    feedback,
    feeds,
    notices,
    pages,
    releases,
    subscriptions,
    terms,
)

# The statement on accessibility has an address of its own, and "about" stands in the portal.
_ELSEWHERE = (PageKind.ABOUT, PageKind.ACCESSIBILITY, PageKind.FREE)

public: list[Any] = [
    path("presse/", releases.releases, name="releases"),
    path("presse/feed.atom", feeds.atom, name="atom"),
    path("presse/feed.json", feeds.json, name="json_feed"),
    path("presse/<int:year>/<int:number>/", releases.release, name="release"),
    path("presse/<int:year>/<int:number>/pdf/", releases.pdf, name="pdf"),
    path(
        "presse/<int:year>/<int:number>/anhang/<int:place>/",
        releases.attachment,
        name="attachment",
    ),
    path("verfahren/<slug:slug>/feed.atom", feeds.atom, name="process_atom"),
    path("verfahren/<slug:slug>/feed.json", feeds.json, name="process_json_feed"),
    path("abo/", subscriptions.subscribe, name="subscribe"),
    path("abo/nachweis/", subscriptions.proof, name="proof"),
    path("abo/bestaetigen/<str:key>/", subscriptions.confirm, name="confirm"),
    path("abo/<str:key>/", subscriptions.subscription, name="subscription"),
    *(
        path(address, pages.page, {"purpose": kind.value}, name=kind.value)
        for kind, address in PAGE_PATHS.items()
        if kind not in _ELSEWHERE
    ),
    path("seiten/<slug:slug>/", pages.free_page, name="free_page"),
    path("glossar/", terms.glossary, name="glossary"),
    path("hinweis/schliessen/", notices.close, name="close_notice"),
    path("barrierefreiheit/", feedback.accessibility, name="accessibility"),
    path("barrierefreiheit/melden/", feedback.report, name="barrier"),
    path("barrierefreiheit/melden/danke/", feedback.thanks, name="barrier_thanks"),
]

root: list[Any] = [path("abo/<str:key>/ende/", subscriptions.end, name="end")]

_one = "presse/mitteilung/<int:number>/"
desk: list[Any] = [
    path("presse/", desk_releases.releases, name="releases"),
    path("presse/neu/", desk_releases.new_release, name="new_release"),
    path("presse/nummern/", numbers.numbers, name="numbers"),
    path("presse/nummern/<int:number>/zuruecknehmen/", numbers.free, name="free_numbers"),
    path(_one, desk_releases.release, name="release"),
    path(f"{_one}text/", desk_releases.revise_release, name="revise_release"),
    path(f"{_one}sprache/<slug:language>/", desk_releases.translate, name="translate"),
    path(f"{_one}vorab/", desk_releases.advance_copy, name="advance_copy"),
    path(f"{_one}anhang/neu/", desk_releases.attach, name="attach"),
    path(f"{_one}anhang/<int:place>/", desk_releases.attached, name="attached"),
    path(f"{_one}anhang/<int:place>/entfernen/", desk_releases.detach, name="detach"),
    path(f"{_one}geprueft/", steps.check, name="check"),
    path(f"{_one}termin/", steps.schedule, name="schedule"),
    path(f"{_one}zurueckholen/", steps.call_back, name="call_back"),
    path(f"{_one}veroeffentlichen/", steps.publish, name="publish"),
    path(f"{_one}berichtigen/", steps.correct, name="correct"),
    path(f"{_one}so-lassen/", steps.keep, name="keep"),
    path(f"{_one}zurueckziehen/", steps.withdraw, name="withdraw"),
    path(f"{_one}verwerfen/", steps.discard, name="discard"),
    path("post/", mailing.mailing, name="mailing"),
    path("post/noch-einmal/", mailing.send_again, name="send_again"),
    path("post/vergessen/", mailing.forget, name="forget"),
    path("glossar/", desk_terms.terms, name="terms"),
    path("glossar/neu/", desk_terms.new_term, name="new_term"),
    path("glossar/<int:number>/", desk_terms.term, name="term"),
    path("glossar/<int:number>/entfernen/", desk_terms.remove, name="remove_term"),
    path("hinweise/", desk_notices.notices, name="notices"),
    path("hinweise/neu/", desk_notices.new_notice, name="new_notice"),
    path("hinweise/<int:number>/", desk_notices.notice, name="notice"),
    path("hinweise/<int:number>/beenden/", desk_notices.end, name="end_notice"),
    path("seiten/", desk_pages.pages, name="pages"),
    path("seiten/neu/", desk_pages.new_page, name="new_page"),
    path("seiten/<int:number>/", desk_pages.page, name="page"),
    path("seiten/<int:number>/verlauf/", desk_pages.history, name="history"),
    path("seiten/<int:number>/veroeffentlichen/", desk_pages.publish, name="publish_page"),
    path("seiten/<int:number>/zuruecknehmen/", desk_pages.withdraw, name="withdraw_page"),
    path("seiten/<int:number>/<str:language>/", desk_pages.page_in, name="page_in"),
    path("seiten/stand/<int:number>/", desk_pages.version, name="version"),
    path("barrierefreiheit/", desk_feedback.access, name="access"),
    path("barrierefreiheit/erklaerung/", desk_feedback.statement, name="statement"),
    path("barrierefreiheit/meldung/<int:number>/", desk_feedback.answer, name="barrier"),
]
