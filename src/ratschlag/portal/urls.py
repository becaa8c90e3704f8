from django.urls import path

from ratschlag.portal.desk import exchange, translations
from ratschlag.portal.desk import whole as staff
from ratschlag.portal.views import chain, fate, finding, machines, pages

_INTO = "uebersetzungen/<slug:language>/"

public = [
    path("", pages.home, name="home"),
    path("ueber/", pages.about, name="about"),
    path("suche/", finding.search, name="search"),
    path("verfahren/<slug:slug>/", pages.process, name="process"),
    path("verfahren/<slug:slug>/handlungsfelder/", pages.fields, name="fields"),
    path("verfahren/<slug:slug>/handlungsfelder/<slug:field>/", pages.field, name="field"),
    path("verfahren/<slug:slug>/stimmen/", chain.voices, name="voices"),
    path("verfahren/<slug:slug>/themen/<slug:theme>/", chain.theme, name="theme"),
    path("verfahren/<slug:slug>/massnahmen/<str:code>/", chain.measure, name="measure"),
    path("verfahren/<slug:slug>/verlauf/", pages.happened, name="chronology"),
    path("verfahren/<slug:slug>/verbleib/", fate.coverage, name="coverage"),
    path("beitrag/", fate.fate, name="fate"),
    path("beitrag/zuruecknehmen/", fate.take_back, name="take_back"),
    path("verfahren/<slug:slug>/beteiligte/", pages.organisations, name="organisations"),
]

root = [
    path("", pages.front, name="front"),
    path("healthz", pages.health, name="health"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
]

desk = [
    path("", staff.today, name="today"),
    path("journal/", staff.journal, name="journal"),
    path("komponenten/", staff.components, name="components"),
    path("uebersetzungen/", translations.overview, name="translations"),
    path(f"{_INTO}", translations.work, name="translation_work"),
    path(f"{_INTO}maschine/", exchange.ask, name="translate_by_machine"),
    path(f"{_INTO}maschine/stand/", exchange.under_way, name="machine_under_way"),
    path(f"{_INTO}xliff/", exchange.hand_out, name="translations_out"),
    path(f"{_INTO}xliff/einlesen/", exchange.take_in, name="translations_in"),
    path(f"{_INTO}<str:kind>/<int:number>/<slug:field>/", translations.text, name="translation"),
]
