from django.urls import path

from ratschlag.portal import desk as staff
from ratschlag.portal.views import chain, fate, pages

public = [
    path("", pages.home, name="home"),
    path("ueber/", pages.about, name="about"),
    path("verfahren/<slug:slug>/", pages.process, name="process"),
    path("verfahren/<slug:slug>/handlungsfelder/", pages.fields, name="fields"),
    path("verfahren/<slug:slug>/handlungsfelder/<slug:field>/", pages.field, name="field"),
    path("verfahren/<slug:slug>/stimmen/", chain.voices, name="voices"),
    path("verfahren/<slug:slug>/themen/<slug:theme>/", chain.theme, name="theme"),
    path("verfahren/<slug:slug>/massnahmen/<str:code>/", chain.measure, name="measure"),
    path("verfahren/<slug:slug>/verbleib/", fate.coverage, name="coverage"),
    path("beitrag/", fate.fate, name="fate"),
    path("beitrag/zuruecknehmen/", fate.take_back, name="take_back"),
    path("verfahren/<slug:slug>/beteiligte/", pages.organisations, name="organisations"),
]

root = [
    path("", pages.front, name="front"),
    path("healthz", pages.health, name="health"),
    path("favicon.ico", pages.favicon, name="favicon"),
]

desk = [
    path("", staff.today, name="today"),
    path("journal/", staff.journal, name="journal"),
    path("komponenten/", staff.components, name="components"),
]
