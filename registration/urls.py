from django.urls import path

from registration.views import link_request, my_registration, signup

app_name = "registration"
urlpatterns = [
    path("anmalan/<row_id:event_id>/", signup.signup, name="signup"),
    path("anmalan/<row_id:event_id>/kvitto/", signup.receipt, name="receipt"),
    path("anmalan/<row_id:event_id>/ny-lank/", link_request.request_link, name="request_link"),
    path("ny-lank/", link_request.request_link, name="request_any_link"),
    path("ny-lank/skickad/", link_request.link_sent, name="link_sent"),
    path("min-anmalan/<str:token>/", my_registration.my_registration, name="mine"),
    path("min-anmalan/<str:token>/avanmal/", my_registration.cancel, name="cancel"),
]
