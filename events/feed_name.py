"""What a feed is called in somebody's list of calendars: `Bostadsforum: webbinarier, klimatkrav`.

Always in Swedish: the same bytes for everybody, whatever language the one who subscribes reads.
"""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from events.calendar import PUBLIC_LANGUAGE
from events.feed_filters import AUDIENCE_WORDS, MUNICIPALITY_WORDS, FeedFilters
from events.listing import KIND_PLURALS
from events.models import Topic
from events.municipalities import MUNICIPALITIES
from events.roles import ROLE_PLURALS


def of(filters: FeedFilters) -> str:
    with translation.override(PUBLIC_LANGUAGE):
        words = in_words(filters)
    return f"{settings.WAGTAIL_SITE_NAME}: {', '.join(words)}" if words else settings.WAGTAIL_SITE_NAME


def in_words(filters: FeedFilters) -> list[str]:
    """What is chosen, in the active language, as on the page where one chooses."""
    topics = [str(topic) for topic in Topic.objects.filter(slug__in=filters.topics)] if filters.topics else []
    return [
        *(_lower_first(str(KIND_PLURALS[word])) for word in filters.kinds),
        *topics,
        *(MUNICIPALITIES[MUNICIPALITY_WORDS[word]] for word in filters.municipalities),
        *(_lower_first(str(ROLE_PLURALS[AUDIENCE_WORDS[word]])) for word in filters.audience),
        *([_lower_first(_("Online"))] if filters.only_online else []),
    ]


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]
