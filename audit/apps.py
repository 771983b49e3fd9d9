from django.apps import AppConfig

from audit import functions, row_security, tracking


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        functions.install_after_migrate(self)
        row_security.secure_after_migrate(self)
        tracking.install_after_migrate(self)
