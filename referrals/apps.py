from django.apps import AppConfig

from audit.functions import install_after_migrate


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        install_after_migrate(self)
