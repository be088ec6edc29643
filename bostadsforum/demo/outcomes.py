"""What the sample says of events that have been held."""

import json
from typing import Any

from bostadsforum.demo.documents import load_document
from events.models import EventDocument, EventPage, Takeaway
from home.body_text import stream_of

# The file lists recordings among the documents; on the page they are a link of their own.
RECORDING = "Inspelning"


def set_outcome(event: EventPage, outcome: dict[str, Any]) -> None:
    event.summary = json.dumps(stream_of({"type": "paragraph", "text": text} for text in outcome["summary"]))
    event.takeaways = [
        Takeaway(sort_order=order, text=text) for order, text in enumerate(outcome["takeaways"])
    ]
    event.documents = [
        EventDocument(sort_order=order, document=load_document(title))
        for order, title in enumerate(outcome["documents"])
        if not title.startswith(RECORDING)
    ]
    event.registered = outcome["registered"]
    for role, figure in outcome["attended"].items():
        setattr(event, f"attended_{role}", figure)
