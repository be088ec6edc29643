"""The receipt's facts travel in a short signed cookie (docs/rules.md 4.12).

The page needs no row, so it can tell nobody whether an address was registered before.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from events.municipalities import MUNICIPALITIES
from registration.domain.signup import Applicant
from registration.views import short_cookie

NAME = short_cookie.full_name("kvitto")
_SALT = "registration.receipt"


@dataclass(frozen=True)
class ReceiptFacts:
    event_id: int
    status: str
    address: str
    attendance: str
    role: str
    job_title: str
    organisation: str
    wants_directly: bool = False


def write(response: HttpResponse, *, event_id: int, status: str, applicant: Applicant) -> None:
    facts = ReceiptFacts(
        event_id=event_id,
        status=status,
        address=applicant.address,
        attendance=applicant.attendance,
        role=applicant.role,
        job_title=applicant.job_title,
        organisation=MUNICIPALITIES.get(applicant.municipality, "") or applicant.organisation,
        wants_directly=applicant.wants_directly,
    )
    short_cookie.write(response, facts, name=NAME, salt=_SALT)


def read(request: HttpRequest, *, event_id: int) -> ReceiptFacts | None:
    facts = short_cookie.read(request, ReceiptFacts, name=NAME, salt=_SALT)
    return facts if facts is not None and facts.event_id == event_id else None
