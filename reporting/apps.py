from django.apps import AppConfig

from audit.functions import install_after_migrate
from audit.row_security import secure_after_migrate


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        install_after_migrate(self)
        secure_after_migrate(self)
