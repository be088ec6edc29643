"""All parts of the pages in all their states: for developers, and for the tests that look at them."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bostadsforum.developers import samples
from events.availability import SeatStatus
from events.roles import BALANCED_ROLES
from registration.forms import SignupForm

# Those that only some pages load.
CSS_FILES = [
    f"css/{name}.css"
    for name in (
        "events",
        "event_page",
        "event_list",
        "chips",
        "forms",
        "signup_room",
        "status",
        "my_registration",
        "parts",
    )
]


@never_cache
@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """With DEBUG for everybody, otherwise for administrators who have signed in."""
    if not settings.DEBUG and not request.user.is_superuser:
        raise Http404
    now = timezone.localtime()
    page = samples.event(now=now, asks_diet=True, has_participant_list=True)
    form = SignupForm({"first_name": "Petra"}, event=page)
    form.is_valid()
    context = {
        "bands": samples.BANDS,
        "band_actions": samples.BAND_ACTIONS,
        "band_explanations": samples.BAND_EXPLANATIONS,
        "status_lines": samples.status_lines(now=now),
        "roles": BALANCED_ROLES,
        "cards": samples.cards(now=now),
        "rooms": samples.rooms(now=now),
        "seat_plans": samples.seat_plans(),
        "table_plans": samples.table_plans(),
        "balances": samples.balances(),
        "takeaways": samples.takeaways(),
        "programme": samples.programme(),
        "event": page,
        "form": form,
        "availability": samples.availability(page, SeatStatus.FEW_LEFT),
        "css_files": CSS_FILES,
    }
    return render(request, "developers/parts.html", context)
