from django.urls import path

from ratschlag.privacy import desk as staff
from ratschlag.privacy import views

public = [path("cookies/", views.cookies, name="cookies")]

desk = [
    path("cookies/", staff.consent, name="consent"),
    path("cookies/texte/", staff.texts, name="texts"),
    path("cookies/schalter/", staff.switch, name="switch"),
    path("cookies/einwilligungen.csv", staff.choices, name="choices"),
    path("seitenaufrufe/", staff.counts, name="counts"),
    path("seitenaufrufe/seitenaufrufe.csv", staff.counts_file, name="counts_file"),
    path("aufbewahrung/", staff.keeping, name="keeping"),
    path("auskunft/", staff.requests, name="requests"),
    path("auskunft/datei/", staff.copy, name="copy"),
    path("auskunft/loeschen/", staff.erase, name="erase"),
]
