from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from bostadsforum import favicon, health, media, robots
from bostadsforum.developers import views as developers
from events import calendar_page
from registration.views import personal_feed

handler400 = "bostadsforum.error_pages.bad_request"
handler403 = "bostadsforum.error_pages.permission_denied"
handler404 = "bostadsforum.error_pages.not_found"
handler500 = "bostadsforum.error_pages.server_error"

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("robots.txt", robots.robots),
    path("favicon.ico", favicon.favicon),
    path("sitemap.xml", sitemap),
    path("admin/", include(wagtailadmin_urls)),
    path("dokument/", include(wagtaildocs_urls)),
    path("utvecklare/delar/", developers.parts),
]

if settings.MAIL_PROVIDER:
    urlpatterns.append(path("anymail/", include("bostadsforum.mail_webhooks")))

if settings.SERVES_MEDIA:
    urlpatterns += [path("media/<path:path>", media.picture)]

urlpatterns += [
    path("", include("events.urls")),
    # Outside the language prefixes, as the other calendars: a subscribed address must never change.
    path("kalender/p/<str:token>.ics", personal_feed.feed, name="personal_feed"),
    *i18n_patterns(
        path("kalender/", calendar_page.calendar_page, name="calendar"),
        path("", include("registration.urls")),
        # Wagtail's pages last: they answer for every address that is left.
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
