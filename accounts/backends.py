"""What a role may do, told to Django's admin."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from accounts.roles import May, may

CONFIGURED = frozenset({"accounts", "localities"})


class ConfigurationBackend(BaseBackend):
    """Who may configure the system may change what is registered in the settings site.

    It signs nobody in, and gives nothing on any other app: no role reads cases through it.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return self.has_module_perms(user_obj, perm.partition(".")[0])

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return app_label in CONFIGURED and may(user_obj, May.CONFIGURE)
