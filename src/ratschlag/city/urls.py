from django.urls import path

from ratschlag.city import views

root = [path("stadt.css", views.look, name="look")]

public = [path("kontrast/", views.contrast, name="contrast")]
