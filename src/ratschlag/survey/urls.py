from django.urls import path

from ratschlag.survey import desk as staff
from ratschlag.survey import views

public = [path("verfahren/<slug:slug>/befragung/", views.survey, name="survey")]

desk = [
    path("erfassung/", staff.intakes, name="intakes"),
    path("erfassung/<slug:process>/", staff.intake, name="intake"),
]
