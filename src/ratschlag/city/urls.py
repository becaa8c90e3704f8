from django.urls import path

from ratschlag.city import views

public = [path("kontrast/", views.contrast, name="contrast")]
