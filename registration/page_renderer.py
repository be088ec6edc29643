"""How a form on a public page draws its fields: Django's widgets, inside the site's own field template."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template


class PageRenderer(DjangoTemplates):
    """Of public forms only, so that the admin's forms keep theirs."""

    field_template_name = "components/field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("components/"):
            return get_template(template_name)
        return super().get_template(template_name)
