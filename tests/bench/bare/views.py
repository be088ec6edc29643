"""A form, one transaction under the event's lock, a receipt; and something that does not change."""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import etag

from tests.bench.bare.models import Event, Registration


class SignupForm(forms.ModelForm):
    class Meta:
        model = Registration
        fields = ["address", "role", "first_name", "last_name", "job_title"]


def signup(request: HttpRequest, event_id: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=event_id)
    form = SignupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            event = Event.objects.select_for_update().get(pk=event_id)
            form.instance.event = event
            taken = Registration.objects.filter(event=event, is_confirmed=True).count()
            form.instance.is_confirmed = taken < event.capacity
            form.save()
        return redirect("receipt", form.instance.pk)
    return render(request, "bare/signup.html", {"event": event, "form": form})


def receipt(request: HttpRequest, registration_id: int) -> HttpResponse:
    registration = get_object_or_404(Registration.objects.select_related("event"), pk=registration_id)
    return render(request, "bare/receipt.html", {"registration": registration})


@etag(lambda request: '"unchanged"')
def calendar(request: HttpRequest) -> HttpResponse:
    return HttpResponse("BEGIN:VCALENDAR", content_type="text/calendar")
