"""What a role may do, told to Django's admin."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from accounts.roles import May, may

CONFIGURED = frozenset({"accounts", "localities"})
# Of other apps, these tables alone: who of a school is told, and nothing about a family.
TABLES = frozenset({"keyadult"})
APPS_OF_TABLES = frozenset({"referrals"})


class ConfigurationBackend(BaseBackend):
    """Who may configure the system may change what is registered in the settings site.

    It signs nobody in, and gives nothing on any other app: no role reads cases through it.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        app, _, deed = perm.partition(".")
        if app in APPS_OF_TABLES:
            return deed.partition("_")[2] in TABLES and may(user_obj, May.CONFIGURE)
        return self.has_module_perms(user_obj, app)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return app_label in CONFIGURED and may(user_obj, May.CONFIGURE)
