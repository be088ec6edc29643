"""The editor's form for any page."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from home.slugs import free_slug


class PageForm(WagtailAdminPageForm):
    """A page without an address gets one from its title: a script usually writes it while the title is typed,
    but not when the title is pasted and the page saved at once."""

    slug_otherwise = "sida"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        given, page = self.cleaned_data["slug"], self.instance
        if given:
            return given
        if page.first_published_at:
            # People have its address.
            return page.slug
        title, parent = self.cleaned_data.get("title"), self.parent_page
        if not title or parent is None:
            return ""
        return free_slug(title, parent=parent, besides=page.pk, otherwise=self.slug_otherwise)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """After a save in the background the open form learns of the address, too."""
        updates = super().get_field_updates_for_resave()
        if "slug" in self.fields and not self.data.get("slug"):
            updates.append(("slug", self.instance.slug))
        return updates
