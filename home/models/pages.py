from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import StandardBodyBlock
from home.forms import PageForm
from home.reading import READ_ONLY


class HomePage(Page):
    """The front page: what the forum is for, and what happens next."""

    ingress = models.TextField(
        _("purpose"),
        max_length=200,
        default=(
            "Här möts kommuner och byggaktörer i Stockholms län för att prata om fler och bättre bostäder."
        ),
        help_text=_("One sentence, shown large on the front page."),
    )
    ingress_en = models.TextField(_("purpose in English"), max_length=200, blank=True)
    empty_text = models.TextField(
        _("when nothing is planned"),
        max_length=300,
        blank=True,
        default=(
            "Just nu finns inget planerat. Prenumerera på kalendern så ser du när nästa tillfälle är klart."
        ),
        help_text=_("Shown instead of the list when there is no upcoming event."),
    )

    base_form_class = PageForm
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("ingress"), FieldPanel("ingress_en")], heading=_("Purpose")),
        FieldPanel("empty_text"),
    ]

    search_fields = [*Page.search_fields, index.SearchField("ingress")]

    allowed_http_methods = READ_ONLY
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.StandardPage", "events.EventIndexPage"]
    max_count = 1
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("front page")

    @property
    def ingress_now(self) -> str:
        """The purpose in the visitor's language, Swedish where English is missing."""
        return (get_language() == "en" and self.ingress_en) or self.ingress


class StandardPage(Page):
    """A page of text, such as About or Contact."""

    ingress = models.TextField(
        _("ingress"),
        max_length=400,
        blank=True,
        help_text=_("One to three sentences at the top of the page."),
    )
    body = StreamField(StandardBodyBlock(), verbose_name=_("text"), blank=True)

    base_form_class = PageForm
    content_panels = [*Page.content_panels, FieldPanel("ingress"), FieldPanel("body")]

    search_fields = [*Page.search_fields, index.SearchField("ingress"), index.SearchField("body")]

    allowed_http_methods = READ_ONLY
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")
