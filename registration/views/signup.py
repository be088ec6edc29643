"""The form, what comes of sending it, and the receipt."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.answer_words import answer_words
from events.availability import Availability, availability_of
from events.models import EventPage, Organisation
from events.roles import MUNICIPAL_ROLES
from home.models import SiteSettings
from home.ready_pages import blank, filled
from home.responses import see_other
from home.working_days import working_time_in_words
from registration import bots, rate_limits, seat_notes
from registration.domain import events_at_hand, privacy
from registration.domain import signup as domain
from registration.domain.availability import of_event_at_hand
from registration.domain.errors import RegistrationRefused, TemporarilyBusy
from registration.forms import SignupForm
from registration.views import receipt_cookie
from registration.views.receipt_cookie import ReceiptFacts
from registration.views.requests import explain, refuse_unknown_fields, too_many


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signup(request: HttpRequest, event_id: int) -> HttpResponse:
    event, state = _event_at_hand(event_id)
    if request.method == "POST":
        return _send(request, event)
    return _show_empty(request, event, state)


def _event_at_hand(event_id: int) -> tuple[EventPage, tuple[Any, ...]]:
    """A draft, a private page and an unknown id are all 404."""
    try:
        return events_at_hand.published(event_id)
    except EventPage.DoesNotExist as unknown:
        raise Http404 from unknown


def _show_empty(request: HttpRequest, event: EventPage, state: tuple[Any, ...]) -> HttpResponse:
    """The form that nobody has filled in: the same page for all, but for its key, stamp and token."""
    now = timezone.now()
    availability = of_event_at_hand(event, now=now)
    if not availability.takes_registrations:
        return _show_unless_closed(request, event, SignupForm(event=event), status=200)
    key = ("signup", request.get_host(), request.get_full_path(), get_language(), state)
    page = filled(
        (
            *key,
            seat_notes.everything(event, availability),
            event.makes_offers(now),
            _answer_words(event, now=now),
        ),
        write=lambda: _write(
            request,
            event,
            SignupForm(event=event, initial={"form_key": blank("key"), "shown": blank("stamp")}),
            availability,
            csrf_token=blank("token"),
        ),
        values={"key": str(uuid.uuid4()), "stamp": bots.stamp(), "token": get_token(request)},
    )
    return HttpResponse(page)


def _send(request: HttpRequest, event: EventPage) -> HttpResponse:
    refuse_unknown_fields(request, SignupForm.base_fields)
    form = SignupForm(request.POST, event=event)
    if not form.is_valid():
        return _show_unless_closed(request, event, form, status=422)
    applicant = form.applicant()
    if wait := rate_limits.wait_seconds(request, action="signup", address=applicant.address):
        return too_many(request, wait_seconds=wait)
    try:
        receipt = domain.register(
            event.pk, applicant=applicant, form_key=form.cleaned_data["form_key"], now=timezone.now()
        )
    except TemporarilyBusy as busy:
        form.add_error(None, str(busy))
        availability = availability_of([event], now=timezone.now())[event.pk]
        response = _show(request, event, form, availability, status=503)
        response["Retry-After"] = "5"
        return response
    except RegistrationRefused as refusal:
        return explain(request, event, str(refusal))
    except EventPage.DoesNotExist as gone:
        raise Http404 from gone
    response = see_other(reverse("registration:receipt", args=[event.pk]))
    receipt_cookie.write(response, event_id=event.pk, status=receipt.status, applicant=applicant)
    return response


def _show_unless_closed(
    request: HttpRequest, event: EventPage, form: SignupForm, *, status: int
) -> HttpResponse:
    """For an event that takes nobody say that first: filling in or mending the form would be in vain."""
    now = timezone.now()
    availability = availability_of([event], now=now)[event.pk]
    if not availability.takes_registrations:
        try:
            domain.refuse_unless_open(event, now=now)
        except RegistrationRefused as refusal:
            return explain(request, event, str(refusal))
    return _show(request, event, form, availability, status=status)


def _show(
    request: HttpRequest, event: EventPage, form: SignupForm, availability: Availability, *, status: int
) -> HttpResponse:
    return HttpResponse(_write(request, event, form, availability), status=status)


def _write(
    request: HttpRequest, event: EventPage, form: SignupForm, availability: Availability, **more: str
) -> str:
    site = SiteSettings.for_request(request)
    retention = privacy.retention_of(event, site=site)
    form.state_purposes(needs_kept_days=retention.needs_days)
    context = {
        "event": event,
        "form": form,
        "availability": availability,
        "municipal_roles": " ".join(sorted(MUNICIPAL_ROLES)),
        "takes_only_waiting": seat_notes.takes_only_waiting(event, availability),
        # What has been ticked stays in sight, also when a seat has become free meanwhile.
        "asks_how_to_wait": (
            seat_notes.may_have_to_wait(event, availability) or bool(form["wants_directly"].value())
        ),
        "answer_words": _answer_words(event, now=timezone.now()),
        "suggestions": Organisation.objects.filter(is_suggested=True).values_list("name", flat=True),
        "retention": retention,
        "site": site,
    }
    return render_to_string("registration/signup.html", context | more, request=request)


def _answer_words(event: EventPage, *, now: datetime) -> str:
    return answer_words(event, now=now) if event.is_by_request else ""


@never_cache
@require_http_methods(["GET", "HEAD"])
def receipt(request: HttpRequest, event_id: int) -> HttpResponse:
    """What was just sent; after ten minutes, or elsewhere, a neutral page that points to the mailbox."""
    event, state = _event_at_hand(event_id)
    facts = receipt_cookie.read(request, event_id=event.pk)
    waits = events_at_hand.letter_waits(state, event.pk, status=facts.status if facts else "")
    if facts is None:
        return HttpResponse(_write_receipt(request, event, None, letter_waits=waits))
    typed = {"address": facts.address, "title": facts.job_title, "organisation": facts.organisation}
    anybodys = replace(
        facts, address=blank("address"), job_title=blank("title"), organisation=blank("organisation")
    )
    key = ("receipt", request.get_host(), request.get_full_path(), get_language(), state, anybodys)
    page = filled(
        (*key, answer_words(event, now=timezone.now()), event.makes_offers(timezone.now()), waits),
        write=lambda: _write_receipt(request, event, anybodys, letter_waits=waits),
        values=typed,
    )
    return HttpResponse(page)


def _write_receipt(
    request: HttpRequest, event: EventPage, facts: ReceiptFacts | None, *, letter_waits: bool
) -> str:
    context = {
        "event": event,
        "facts": facts,
        "letter_waits": letter_waits,
        "answer_words": answer_words(event, now=timezone.now()),
        "answer_time": working_time_in_words(event.offer_hours),
        "makes_offers": event.makes_offers(timezone.now()),
    }
    return render_to_string("registration/receipt.html", context, request=request)
