from django.urls import path

from tests.bench.bare import views

urlpatterns = [
    path("anmalan/<int:event_id>/", views.signup),
    path("kvitto/<int:registration_id>/", views.receipt, name="receipt"),
    path("kalender.ics", views.calendar),
]
