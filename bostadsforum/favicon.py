from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Pages name the drawing themselves; this is for what has no page, such as a file in a tab of its own."""
    return HttpResponseRedirect(static("icons/favicon.svg"))
