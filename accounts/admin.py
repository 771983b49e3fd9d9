"""What an administrator configures of the people who sign in."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.roles import May, role_of
from localities.site import Configured, configuration


class UserForm(forms.ModelForm):
    """A person's place in the product. Their password is theirs: they choose it by e-mail."""

    class Meta:
        model = User
        widgets = {"localities": forms.CheckboxSelectMultiple}
        labels = {"is_active": "Active: may sign in"}
        fields = [
            "email",
            "name",
            "role",
            "agency",
            "team",
            "localities",
            "phone",
            "capacity",
            "is_active",
            "joined_on",
            "ended_on",
        ]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


@admin.register(User, site=configuration)
class UserAdmin(Configured):
    """People who sign in. Somebody who leaves is made inactive, never deleted."""

    form = UserForm
    list_display = ["name", "email", "role", "agency", "is_active"]
    list_select_related = ["agency"]
    list_filter = ["role", "is_active", "localities"]
    search_fields = ["name", "email"]
    ordering = ["sort_name"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
            obj.joined_on = obj.joined_on or timezone.localdate()
        if not obj.is_active and obj.ended_on is None:
            obj.ended_on = timezone.localdate()
        obj.is_staff = May.CONFIGURE in role_of(obj).may
        super().save_model(request, obj, form, change)
