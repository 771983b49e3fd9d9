"""What an administrator configures of the front door: the key adults of schools."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from localities.site import Configured, configuration
from referrals.models import KeyAdult

ELSEWHERE = "Choose somebody who signs in for this school."


class KeyAdultForm(forms.ModelForm):
    """Both are people of the school itself."""

    class Meta:
        model = KeyAdult
        fields = ["school", "user", "deputy", "from_date", "ended_on"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        school = given.get("school")
        for name in ("user", "deputy"):
            who = given.get(name)
            if school and who and who.agency_id != school.pk:
                self.add_error(name, ELSEWHERE)
        return given


@admin.register(KeyAdult, site=configuration)
class KeyAdultAdmin(Configured):
    """Who of a school is told of domestic abuse notifications. Another one follows an end."""

    form = KeyAdultForm
    list_display = ["school", "user", "deputy", "from_date", "ended_on"]
    list_select_related = ["school", "user", "deputy"]
    ordering = ["school__name", "-from_date"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """No permission reaches this app as a whole, so this table asks for its own."""
        return self.has_view_permission(request)
