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
    path("unterlagen/", staff.documents, name="documents"),
    path("unterlagen/<slug:slug>/neu/", staff.new_document, name="new_document"),
    path("unterlagen/<int:number>/", staff.document, name="document"),
    path("adressen/", staff.addresses, name="addresses"),
    path("adressen/neu/", staff.new_address, name="new_address"),
    path("adressen/<int:number>/", staff.address, name="address"),
    path("adressen/<int:number>/druck/", staff.address_sheet, name="address_sheet"),
    path("adressen/<int:number>/qr.<str:form>", staff.address_code, name="address_code"),
    path("handlungsfelder/", staff.fields, name="fields"),
    path("handlungsfelder/<slug:slug>/neu/", staff.new_field, name="new_field"),
    path("handlungsfelder/<int:number>/", staff.field, name="field"),
]
