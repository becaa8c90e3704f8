from django.urls import path

from ratschlag.concept import desk as staff
from ratschlag.concept import views

public = [
    path("verfahren/<slug:slug>/konzept/", views.concept, name="concept"),
    path("verfahren/<slug:slug>/konzept/<str:number>/", views.edition, name="edition"),
    path("verfahren/<slug:slug>/konzept/<str:number>/pdf/", views.pdf, name="pdf"),
    path("verfahren/<slug:slug>/konzept/<str:number>/text/", views.text, name="text"),
]

desk = [
    path("konzept/", staff.concepts, name="concepts"),
    path("konzept/<slug:process>/", staff.concept, name="concept"),
    path("konzept/<slug:process>/neu/", staff.new_section, name="new_section"),
    path("konzept/<slug:process>/einfrieren/", staff.freeze, name="freeze"),
    path("konzept/<slug:process>/fassung/<str:number>/", staff.edition, name="edition"),
    path("konzept/<slug:process>/fassung/<str:number>/pdf/", staff.pdf, name="pdf"),
    path("konzept/abschnitt/<int:number>/", staff.section, name="section"),
]
