from django.urls import path

from ratschlag.council import desk as staff
from ratschlag.council import views

public = [
    path("verfahren/<slug:slug>/rat/", views.council, name="council"),
    path("verfahren/<slug:slug>/rat/<int:number>/", views.paper, name="paper"),
]

desk = [
    path("rat/", staff.papers, name="papers"),
    path("rat/<slug:slug>/neu/", staff.new_paper, name="new_paper"),
    path("rat/<int:number>/", staff.paper, name="paper"),
    path("rat/<int:number>/vorlage/", staff.revise_paper, name="revise_paper"),
    path("rat/<int:number>/punkt/neu/", staff.new_point, name="new_point"),
    path("rat/punkt/<int:number>/", staff.point, name="point"),
    path("rat/<int:number>/beratung/neu/", staff.new_consultation, name="new_consultation"),
    path("rat/beratung/<int:number>/", staff.consultation, name="consultation"),
    path("rat/beratung/<int:number>/ergebnis/", staff.consultation_result, name="held"),
    path("rat/<int:number>/antrag/neu/", staff.new_amendment, name="new_amendment"),
    path("rat/antrag/<int:number>/", staff.amendment, name="amendment"),
    path("rat/antrag/<int:number>/ergebnis/", staff.amendment_result, name="decided"),
    path("rat/<int:number>/einbringen/", staff.submit, name="submit"),
    path("rat/<int:number>/ausnahme/", staff.sign_exception, name="exception"),
    path("rat/<int:number>/beschluss/", staff.decide, name="decide"),
    path("rat/<int:number>/zurueckziehen/", staff.withdraw, name="withdraw"),
]
