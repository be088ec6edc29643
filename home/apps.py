from django.apps import AppConfig
from django.urls import register_converter
from django.utils.translation import gettext_lazy as _

from home.converters import RowIdConverter


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("The site")

    def ready(self) -> None:
        # Here, since the addresses of several applications use it and it may be registered once only.
        register_converter(RowIdConverter, "row_id")
