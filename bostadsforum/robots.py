from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

# Pages behind a personal link say noindex themselves; naming them here would only spread their addresses.
LINES = ("User-agent: *", "Disallow: /admin/", "Disallow: /anmalan/", "Disallow: /en/anmalan/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [*LINES, f"Sitemap: {settings.SITE_ORIGIN}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
