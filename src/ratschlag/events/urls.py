from django.urls import path

from ratschlag.events import desk as staff
from ratschlag.events import views

public = [
    path("verfahren/<slug:slug>/termine/", views.calendar, name="calendar"),
    path("verfahren/<slug:slug>/termine/<slug:event>/", views.event, name="event"),
]

desk = [
    path("termine/", staff.events, name="events"),
    path("termine/<slug:slug>/neu/", staff.new_event, name="new_event"),
    path("termine/<int:number>/", staff.event, name="event"),
    path("termine/<int:number>/ergebnis/", staff.new_result, name="new_result"),
]
