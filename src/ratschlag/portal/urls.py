from django.urls import path

from ratschlag.portal import desk as staff
from ratschlag.portal import views

public = [
    path("", views.home, name="home"),
    path("ueber/", views.about, name="about"),
    path("verfahren/<slug:slug>/", views.process, name="process"),
    path("verfahren/<slug:slug>/handlungsfelder/", views.fields, name="fields"),
    path("verfahren/<slug:slug>/handlungsfelder/<slug:field>/", views.field, name="field"),
    path("verfahren/<slug:slug>/beteiligte/", views.organisations, name="organisations"),
]

root = [
    path("", views.front, name="front"),
    path("healthz", views.health, name="health"),
    path("favicon.ico", views.favicon, name="favicon"),
]

desk = [
    path("", staff.today, name="today"),
    path("journal/", staff.journal, name="journal"),
    path("komponenten/", staff.components, name="components"),
]
