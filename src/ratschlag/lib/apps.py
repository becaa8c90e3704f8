from django.apps import AppConfig
from django.core.checks import register

from ratschlag.lib.checks import check_sqlite


class LibConfig(AppConfig):
    name = "ratschlag.lib"

    def ready(self) -> None:
        register(check_sqlite)
