"""Who may read figures through the API."""

from typing import Any

from django.http import Http404
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from accounts.roles import May, may


class MaySeeFigures(IsAuthenticated):
    """Somebody signed out signs in; who may not see figures finds nothing there."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if not may(request.user, May.SEE_FIGURES):
            raise Http404
        return True
