"""What somebody reads who has just handed their seat over, and whose link has ended with that.

It is what they wrote themselves, and no word about whether the colleague was registered (docs/rules.md
R 4.5).
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from registration.domain.signup import Applicant
from registration.views import short_cookie

NAME = short_cookie.full_name("overlatelse")
_SALT = "registration.handover"


@dataclass(frozen=True)
class HandoverFacts:
    event_id: int
    needs_approval: bool
    name: str
    address: str


def write(response: HttpResponse, *, event_id: int, needs_approval: bool, colleague: Applicant) -> None:
    facts = HandoverFacts(
        event_id=event_id,
        needs_approval=needs_approval,
        name=f"{colleague.first_name} {colleague.last_name}",
        address=colleague.address,
    )
    short_cookie.write(response, facts, name=NAME, salt=_SALT)


def read(request: HttpRequest, *, event_id: int) -> HandoverFacts | None:
    facts = short_cookie.read(request, HandoverFacts, name=NAME, salt=_SALT)
    return facts if facts is not None and facts.event_id == event_id else None
