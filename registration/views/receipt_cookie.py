"""The receipt's facts travel in a short signed cookie (docs/rules.md 4.12).

The page needs no row, so it can tell nobody whether an address was registered before.
"""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from events.municipalities import MUNICIPALITIES
from registration.domain.signup import Applicant

NAME = "__Host-kvitto" if settings.IS_HTTPS else "kvitto"
MAX_AGE_SECONDS = 10 * 60
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
    response.set_cookie(
        NAME,
        signing.dumps(asdict(facts), salt=_SALT, compress=True),
        max_age=MAX_AGE_SECONDS,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def read(request: HttpRequest, *, event_id: int) -> ReceiptFacts | None:
    try:
        facts = ReceiptFacts(**signing.loads(request.COOKIES[NAME], salt=_SALT, max_age=MAX_AGE_SECONDS))
    except (KeyError, TypeError, signing.BadSignature):
        return None
    return facts if facts.event_id == event_id else None
