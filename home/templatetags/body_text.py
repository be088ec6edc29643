"""The text of a page, block by block, with its pictures and links fetched at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model
from wagtail.rich_text import RichText, expand_db_html

register = template.Library()

# One size for all: 3:2, wide enough for the text column on a dense screen (look §5, images).
IMAGE_SPEC = "fill-1200x800"
# Cannot occur in a text: the databases take no NUL.
BETWEEN_TEXTS = "\0"


@dataclass
class TextSection:
    """A heading and what stands below it, until the next heading; the first may lack one."""

    heading: str = ""
    blocks: list[Any] = field(default_factory=list)


@register.simple_tag
def text_blocks(stream: StreamValue) -> list[Any]:
    """The blocks in their order; however many pictures and links there are, they cost the same."""
    blocks = list(stream)
    _fetch_pictures(blocks)
    _resolve_links(blocks)
    return blocks


@register.simple_tag
def text_sections(stream: StreamValue) -> list[TextSection]:
    """The same under its headings, so that each can stand in the margin column."""
    sections = [TextSection()]
    for block in text_blocks(stream):
        if block.block_type == "heading":
            sections.append(TextSection(heading=block.value))
        else:
            sections[-1].blocks.append(block)
    return [section for section in sections if section.heading or section.blocks]


@register.filter
def with_links(text: RichText) -> SafeString:
    """The text as HTML, its links resolved together with those of the whole page where that was done."""
    return SafeString(getattr(text, "resolved", None) or expand_db_html(text.source))


def _fetch_pictures(blocks: list[Any]) -> None:
    pictures = [block.value["image"] for block in blocks if block.block_type == "image"]
    pictures = [picture for picture in pictures if picture is not None]
    if not pictures:
        return
    rendition = get_image_model().get_rendition_model()
    prefetch_related_objects(
        pictures,
        Prefetch(
            "renditions",
            queryset=rendition.objects.filter(filter_spec=IMAGE_SPEC),
            to_attr="prefetched_renditions",
        ),
    )


def _resolve_links(blocks: list[Any]) -> None:
    """Wagtail resolves the links of one text at once; so all the texts go to it as one."""
    texts = list(_texts_in(blocks))
    if not texts:
        return
    together = BETWEEN_TEXTS.join(text.source for text in texts)
    for text, resolved in zip(texts, expand_db_html(together).split(BETWEEN_TEXTS), strict=True):
        text.resolved = resolved


def _texts_in(blocks: list[Any]) -> Iterator[RichText]:
    for block in blocks:
        if block.block_type == "paragraph":
            yield block.value
        elif block.block_type == "list":
            yield from block.value
