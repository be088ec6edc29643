"""The text of a page, block by block, with its pictures fetched at once."""

from dataclasses import dataclass, field
from typing import Any

from django import template
from django.db.models import Prefetch, prefetch_related_objects
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model

register = template.Library()

# One size for all: 3:2, wide enough for the text column on a dense screen (look §5, images).
IMAGE_SPEC = "fill-1200x800"


@dataclass
class TextSection:
    """A heading and what stands below it, until the next heading; the first may lack one."""

    heading: str = ""
    blocks: list[Any] = field(default_factory=list)


@register.simple_tag
def text_blocks(stream: StreamValue) -> list[Any]:
    """The blocks in their order; however many pictures there are, they cost one query."""
    blocks = list(stream)
    pictures = [block.value["image"] for block in blocks if block.block_type == "image"]
    pictures = [picture for picture in pictures if picture is not None]
    if pictures:
        rendition = get_image_model().get_rendition_model()
        prefetch_related_objects(
            pictures,
            Prefetch(
                "renditions",
                queryset=rendition.objects.filter(filter_spec=IMAGE_SPEC),
                to_attr="prefetched_renditions",
            ),
        )
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
