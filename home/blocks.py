"""StreamField blocks that every kind of page shares. Editors choose content, never colours."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    RichTextBlock,
    StaticBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

RICH_TEXT_FEATURES = ["bold", "italic", "link", "document-link"]


class QuoteBlock(StructBlock):
    text = TextBlock(label=_("Quotation"))
    source = CharBlock(label=_("Who said it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"


class ImageWithCaptionBlock(StructBlock):
    image = ImageBlock(label=_("Image"))
    caption = CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/image.html"


class BodyBlock(StreamBlock):
    """Running text. One level of headings, so that none can be skipped (docs/rules.md R 8.3)."""

    heading = CharBlock(label=_("Heading"), icon="title", max_length=120, template="blocks/heading.html")
    paragraph = RichTextBlock(
        label=_("Text"), icon="pilcrow", features=RICH_TEXT_FEATURES, template="blocks/paragraph.html"
    )
    list = ListBlock(
        RichTextBlock(label=_("Item"), features=RICH_TEXT_FEATURES),
        label=_("List"),
        icon="list-ul",
        template="blocks/list.html",
    )
    table = TableBlock(label=_("Table"), template="blocks/table.html")
    quote = QuoteBlock()
    image = ImageWithCaptionBlock()
    document = DocumentChooserBlock(label=_("Document"), template="blocks/document.html")

    class Meta:
        block_counts = {"table": {"max_num": 4}}


class KeptTimesBlock(StaticBlock):
    """How long personal data is kept, with the figures of the site settings, so that no page says others."""

    class Meta:
        icon = "time"
        label = _("How long we keep data")
        admin_text = _("A list with the times from the site settings.")
        template = "blocks/kept_times.html"


class StandardBodyBlock(BodyBlock):
    """The text of a page of its own, such as the one about personal data."""

    kept_times = KeptTimesBlock()
