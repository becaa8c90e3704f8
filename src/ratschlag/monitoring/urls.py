from django.urls import path

from ratschlag.monitoring import desk as staff
from ratschlag.monitoring import views

public = [path("verfahren/<slug:slug>/umsetzung/", views.states, name="states")]

desk = [
    path("umsetzung/", staff.reports, name="reports"),
    path("umsetzung/<slug:slug>/", staff.report, name="report"),
    path("umsetzung/<slug:slug>/neu/", staff.new_report, name="new_report"),
    path("umsetzung/bericht/<int:number>/", staff.revise_report, name="revise_report"),
    path("umsetzung/bericht/<int:number>/veroeffentlichen/", staff.publish, name="publish"),
    path("umsetzung/bericht/<int:number>/<int:measure>/", staff.status, name="status"),
]
