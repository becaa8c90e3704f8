from django.urls import path

from ratschlag.privacy import views

public = [path("cookies/", views.cookies, name="cookies")]
