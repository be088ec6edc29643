"""Where the mail provider reports: one address, of the provider that is set, and no other of Anymail's.

Its signal is received in registration/receivers.py.
"""

from anymail import urls as anymail_urls
from django.conf import settings

app_name = "anymail"
urlpatterns = [
    pattern
    for pattern in anymail_urls.urlpatterns
    if pattern.name == f"{settings.MAIL_PROVIDER}_tracking_webhook"
]
