"""What several events share: people, venues, organisations and topics."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.admin.widgets.slug import SlugInput
from wagtail.search import index

from events.municipalities import MUNICIPALITY_CHOICES
from events.roles import Role


class Topic(models.Model):
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)

    panels = [
        TitleFieldPanel("name", targets=["slug"], classname=""),
        FieldPanel("name_en"),
        FieldPanel("slug", widget=SlugInput),
    ]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return (get_language() == "en" and self.name_en) or self.name


class Person(index.Indexed, models.Model):
    """A speaker or a contact. Post and organisation are those of today; a speaker's slot keeps its own."""

    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    job_title = models.CharField(_("title"), max_length=120, blank=True, help_text=_("Lower case: planchef."))
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.GUEST)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Public, if this person is a contact."))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    # Calendars show the contact: beat looks here for events that are behind.
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    panels = [
        FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
        FieldRowPanel([FieldPanel("job_title"), FieldPanel("organisation")]),
        FieldPanel("role"),
        MultiFieldPanel([FieldPanel("email"), FieldPanel("phone")], heading=_("For a contact person")),
    ]

    search_fields = [
        index.SearchField("first_name"),
        index.SearchField("last_name"),
        index.SearchField("organisation"),
        index.AutocompleteField("first_name"),
        index.AutocompleteField("last_name"),
    ]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    # The head of the column in the list of people.
    full_name.fget.short_description = _("name")


class Venue(index.Indexed, models.Model):
    name = models.CharField(_("name"), max_length=160)
    address = models.CharField(_("street address"), max_length=160, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True, default="Stockholm")
    municipality = models.CharField(
        _("municipality"),
        max_length=4,
        choices=MUNICIPALITY_CHOICES,
        blank=True,
        default="",
        db_default="",
        help_text=_("People subscribe to a calendar of what takes place in a municipality."),
    )
    directions = models.TextField(
        _("how to find it"), max_length=600, blank=True, help_text=_("Entrance, floor, nearest stop.")
    )
    accessibility = models.TextField(
        _("accessibility"), max_length=600, blank=True, help_text=_("Entrance, lift, hearing loop, toilets.")
    )
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    # Calendars show the venue: beat looks here for events that are behind.
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    panels = [
        FieldPanel("name"),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
        FieldPanel("municipality"),
        FieldPanel("directions"),
        FieldPanel("accessibility"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    ]

    search_fields = [
        index.SearchField("name"),
        index.SearchField("address"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def full_address(self) -> str:
        """`Murbruksgatan 12, 111 00 Stockholm`, or what there is of it."""
        town = f"{self.postal_code} {self.city}".strip()
        return ", ".join(part for part in (self.address, town) if part)


class Organisation(index.Indexed, models.Model):
    """An organiser, or a builder's firm suggested in the registration form."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    is_suggested = models.BooleanField(
        _("suggest in the form"), default=False, help_text=_("Builders see the name while they type.")
    )

    panels = [FieldPanel("name"), FieldPanel("is_suggested")]

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
