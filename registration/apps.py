from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    name = "registration"
    verbose_name = _("Registrations")

    def ready(self) -> None:
        # Connected by being imported; the framework is the caller here (docs/architecture.md).
        from registration import receivers  # noqa: F401
