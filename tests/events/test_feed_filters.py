"""What the address of a filtered feed means, and which events it lets through."""

import pytest
from django.http import QueryDict

from events import feed_filters, tombstones
from events.feed_filters import FeedFilters, apply, matches, read
from events.models import EventPage, Tombstone, Topic
from events.roles import Role
from registration.domain.capacity import Quota
from tests.factories import EventFactory, GatheringFactory, RoundTableFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics() -> None:
    for slug in ("klimatkrav", "trygghet"):
        Topic.objects.create(name=slug.capitalize(), slug=slug)


def asked(query: str) -> FeedFilters:
    return read(QueryDict(query))


def test_bare_address_is_everything_and_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert asked("") == FeedFilters()
    assert FeedFilters().query() == ""


@pytest.mark.usefixtures("topics")
def test_same_choice_has_one_address_whatever_the_order():
    one = asked("amne=trygghet&amne=klimatkrav&malgrupp=byggaktorer&malgrupp=tjanstepersoner&kommun=taby")
    other = asked(
        "kommun=taby&malgrupp=tjanstepersoner&malgrupp=byggaktorer&amne=klimatkrav&amne=trygghet&amne="
    )

    assert one == other
    assert (
        one.query()
        == other.query()
        == ("?amne=klimatkrav&amne=trygghet&kommun=taby&malgrupp=tjanstepersoner&malgrupp=byggaktorer")
    )
    assert asked(one.query()[1:]) == one


def test_all_26_municipalities_have_a_word_in_plain_letters():
    words = feed_filters.MUNICIPALITY_WORDS

    assert len(words) == 26
    assert {"upplands-vasby": "0114", "upplands-bro": "0139", "osteraker": "0117"}.items() <= words.items()


@pytest.mark.parametrize(
    "query",
    [
        "form=konserter",
        "form=seminarier&form=konserter",
        "form=Seminarier",
        "amne=borttaget",
        "kommun=uppsala",
        "malgrupp=guest",
        "digitalt=1",
        "digitalt=ja&digitalt=nej",
        "stad=nacka",
    ],
)
@pytest.mark.usefixtures("topics")
def test_what_nobody_knows_lets_nothing_through(event, query):
    filters = asked(query)

    assert not filters.is_known
    assert not apply(EventPage.objects.all(), filters).exists()


def test_what_a_newsletter_appends_means_nothing():
    assert asked("utm_source=nyhetsbrev&fbclid=x") == FeedFilters()


# --- Which events --------------------------------------------------------------------------------


@pytest.fixture
def some_of_each(topics: None) -> dict[str, EventPage]:
    nacka = VenueFactory(municipality="0182")
    events = {
        "seminar": EventFactory(venue=nacka),
        "table": RoundTableFactory(
            quotas={Role.BUILDER: Quota(maximum=0), Role.POLITICIAN: Quota(maximum=3)}
        ),
        "hybrid": GatheringFactory(
            gathering_kind="study_visit",
            format="hybrid",
            venue=nacka,
            quotas={Role.BUILDER: Quota(maximum=0)},
        ),
        # A venue that is left from an earlier plan.
        "webinar": GatheringFactory(gathering_kind="webinar", format="online", venue=nacka),
    }
    for name, slugs in {"seminar": ["klimatkrav", "trygghet"], "webinar": ["trygghet"]}.items():
        events[name].topics.set(Topic.objects.filter(slug__in=slugs))
        events[name].save()
    return events


CASES = [
    ("", {"seminar", "table", "hybrid", "webinar"}),
    ("form=seminarier", {"seminar"}),
    ("form=rundabordssamtal&form=webbinarier", {"table", "webinar"}),
    ("form=studiebesok", {"hybrid"}),
    ("form=ovrigt", set()),
    ("amne=klimatkrav&amne=trygghet", {"seminar", "webinar"}),
    ("amne=klimatkrav&form=webbinarier", set()),
    ("kommun=nacka", {"seminar", "hybrid"}),
    ("kommun=solna&kommun=nacka", {"seminar", "hybrid"}),
    ("kommun=solna", set()),
    ("malgrupp=byggaktorer", {"seminar", "hybrid", "webinar"}),
    ("malgrupp=fortroendevalda&malgrupp=byggaktorer", {"seminar", "table", "hybrid", "webinar"}),
    ("digitalt=ja", {"hybrid", "webinar"}),
    ("digitalt=ja&kommun=nacka", {"hybrid"}),
]


@pytest.mark.parametrize(("query", "names"), CASES)
def test_a_filter_lets_through_what_it_names(some_of_each, query, names):
    found = list(apply(EventPage.objects.all(), asked(query)).values_list("pk", flat=True))

    assert sorted(found) == sorted(some_of_each[name].pk for name in names)


@pytest.mark.parametrize(("query", "names"), CASES)
@pytest.mark.usefixtures("at_now")
def test_what_is_withdrawn_stays_in_the_very_feeds_in_which_it_stood(some_of_each, now, query, names):
    uids = {name: event.calendar_identity.uid for name, event in some_of_each.items()}
    for event in some_of_each.values():
        tombstones.before_deletion(event.pk, now=now)
    stones = Tombstone.objects.all()

    assert len(stones) == 4
    assert {stone.uid for stone in stones if matches(stone, asked(query))} == {uids[name] for name in names}
