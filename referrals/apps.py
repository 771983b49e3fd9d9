from django.apps import AppConfig

from audit.functions import install_after_migrate
from audit.row_security import secure_after_migrate


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        install_after_migrate(self)
        secure_after_migrate(self)
