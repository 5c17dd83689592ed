"""Addresses of the kit itself: the elder-mode switch and the page that shows every component."""

from django.urls import path

from sunshine.ui import views

app_name = "ui"
urlpatterns = [
    path("elder/", views.elder, name="elder"),
    path("ui/", views.gallery, name="gallery"),
    path("ui/paper/", views.paper, name="paper"),
    path("ui/desk/", views.desk, name="desk"),
    path("ui/areas.json", views.areas, name="areas"),
]
