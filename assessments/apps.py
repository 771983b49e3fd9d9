from django.apps import AppConfig

from audit.functions import install_after_migrate


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        install_after_migrate(self)
