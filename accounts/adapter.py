"""How django-allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Nobody makes their own account: people are invited."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False
