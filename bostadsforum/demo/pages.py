"""The static pages of the sample content.

The base tree already has them with their starting text. What the sample adds is the invented contacts, on
pages that nobody has edited; a page that somebody has removed comes back.
"""

import json
from typing import Any

from home.body_text import stream_of
from home.models import HomePage, StandardPage


def load_page(entry: dict[str, Any]) -> bool:
    """Load one static page; False when there was nothing to do."""
    page = StandardPage.objects.filter(slug=entry["slug"]).first()
    if page is None:
        _publish(_new_page(entry), entry)
        return True
    is_untouched = page.latest_revision_id is None
    if is_untouched and entry.get("fictional_contacts"):
        _publish(page, entry)
        return True
    return False


def _new_page(entry: dict[str, Any]) -> StandardPage:
    home = HomePage.objects.get()
    return home.add_child(instance=StandardPage(title=entry["title"], slug=entry["slug"], live=False))


def _publish(page: StandardPage, entry: dict[str, Any]) -> None:
    page.ingress = entry["ingress"]
    page.body = json.dumps(stream_of(entry["body"]))
    page.save_revision().publish()
