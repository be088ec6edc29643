"""Calendar files. Outside the language prefixes: a subscribed address must never change."""

from django.urls import path

from events import views

app_name = "events"
urlpatterns = [
    path("kalender.ics", views.feed, name="feed"),
    path("kalender/<row_id:event_id>.ics", views.download, name="download"),
]
