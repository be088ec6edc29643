import pytest

from events.models import SeminarPage
from home.models import SiteSettings
from registration.domain.privacy import Retention, retention_of

pytestmark = pytest.mark.django_db


SITE = SiteSettings(needs_kept_days=14, identity_kept_months=12)


def test_site_says_how_long_where_the_event_does_not():
    assert retention_of(SeminarPage(), site=SITE) == Retention(needs_days=14, identity_months=12)


def test_event_may_say_otherwise_also_not_at_all():
    event = SeminarPage(needs_kept_days=0, identity_kept_months=3)

    assert retention_of(event, site=SITE) == Retention(needs_days=0, identity_months=3)
