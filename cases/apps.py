from django.apps import AppConfig

from audit.functions import install_after_migrate


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        install_after_migrate(self)
