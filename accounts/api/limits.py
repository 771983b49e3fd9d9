"""How often a token, or somebody signed in, may call the API."""

import time
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.api.permissions import holder_of
from audit.limiting import HOUR, is_over


class CallsAnHour(BaseThrottle):
    """Counted by the hour; what is over is answered 429, and says when to try again."""

    def allow_request(self, request: Request, view: Any) -> bool:
        if not request.user or not request.user.is_authenticated:
            return True
        return not is_over("api", holder_of(request), settings.API_CALLS_AN_HOUR)

    def wait(self) -> float:
        return HOUR - time.time() % HOUR
