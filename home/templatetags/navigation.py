from typing import Any

from django import template
from django.template import Context

from home.navigation import Navigation, navigation_for

register = template.Library()


@register.simple_tag(takes_context=True)
def site_navigation(context: Context) -> Navigation:
    """`{% site_navigation as navigation %}`: header and footer, see `home.navigation`."""
    request: Any = context.get("request")
    return navigation_for(request, context.flatten()) if request is not None else Navigation()
