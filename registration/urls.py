from django.urls import path

from registration.views import (
    forum,
    forum_request,
    link_request,
    my_answers,
    my_changes,
    my_handover,
    my_link_end,
    my_registration,
    signup,
    stop_mailings,
)

app_name = "registration"
urlpatterns = [
    path("anmalan/<row_id:event_id>/", signup.signup, name="signup"),
    path("anmalan/<row_id:event_id>/kvitto/", signup.receipt, name="receipt"),
    path("anmalan/<row_id:event_id>/overlaten/", my_handover.handed_over, name="handed_over"),
    path("anmalan/<row_id:event_id>/ny-lank/", link_request.request_link, name="request_link"),
    path("ny-lank/", link_request.request_link, name="request_any_link"),
    path("ny-lank/skickad/", link_request.link_sent, name="link_sent"),
    path("ny-lank/avslutade/", my_link_end.links_ended, name="links_ended"),
    path("mitt-bostadsforum/", forum_request.forum_request, name="forum_request"),
    path("mitt-bostadsforum/skickad/", forum_request.forum_sent, name="forum_sent"),
    path("mitt-bostadsforum/<str:token>/", forum.forum_page, name="forum_page"),
    path("mitt-bostadsforum/<str:token>/stang/", forum.close, name="forum_close"),
    path("mitt-bostadsforum/<str:token>/utskick/", forum.set_mailings, name="forum_mailings"),
    path("mitt-bostadsforum/<str:token>/kalender/", forum.make_feed, name="forum_make_feed"),
    path("mitt-bostadsforum/<str:token>/kalender/avsluta/", forum.end_feed, name="forum_end_feed"),
    path(
        "mitt-bostadsforum/<str:token>/anmalan/<row_id:registration_id>/",
        forum.open_registration,
        name="forum_open",
    ),
    path(
        "mitt-bostadsforum/<str:token>/anmalan/<row_id:registration_id>/deltagarlista/",
        forum.set_listed,
        name="forum_listed",
    ),
    path("inga-utskick/<str:token>/", stop_mailings.stop_mailings, name="stop_mailings"),
    path("min-anmalan/<str:token>/", my_registration.my_registration, name="mine"),
    path("min-anmalan/<str:token>/tacka-ja/", my_answers.accept, name="accept"),
    path("min-anmalan/<str:token>/avanmal/", my_answers.cancel, name="cancel"),
    path("min-anmalan/<str:token>/angra/", my_answers.undo, name="undo"),
    path("min-anmalan/<str:token>/andra/", my_changes.change, name="change"),
    path("min-anmalan/<str:token>/direktplats/", my_changes.choose_directly, name="choose_directly"),
    path("min-anmalan/<str:token>/deltagande/", my_changes.attendance, name="attendance"),
    path("min-anmalan/<str:token>/overlat/", my_handover.hand_over, name="hand_over"),
    path("min-anmalan/<str:token>/nya-lankar/", my_link_end.end_links, name="revoke_links"),
]
