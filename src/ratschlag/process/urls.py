from django.urls import path

from ratschlag.process import desk as staff
from ratschlag.process import views

public = [
    path("verfahren/<slug:slug>/vorgaenger/<slug:document>/", views.document, name="document")
]

root = [
    path("<slug:short>", views.short_address, name="address"),
    path("<slug:short>/", views.short_address, name="address_with_slash"),
]

desk = [
    path("plan/", staff.plan, name="plan"),
    path("plan/<slug:slug>/verfahren/", staff.revise_process, name="process"),
    path("plan/<slug:slug>/phase/neu/", staff.new_phase, name="new_phase"),
    path("plan/phase/<int:number>/", staff.phase, name="phase"),
    path("plan/<slug:slug>/meilenstein/neu/", staff.new_milestone, name="new_milestone"),
    path("plan/meilenstein/<int:number>/", staff.milestone, name="milestone"),
    path("handlungsfelder/", staff.fields, name="fields"),
    path("handlungsfelder/<slug:slug>/neu/", staff.new_field, name="new_field"),
    path("handlungsfelder/<int:number>/", staff.field, name="field"),
]
