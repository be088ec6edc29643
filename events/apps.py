from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        # Connected by being imported; the framework is the caller here (docs/architecture.md).
        from events import receivers  # noqa: F401
