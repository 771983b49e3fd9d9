"""What an administrator configures of the people who sign in."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.decorators import method_decorator

from accounts.actions import ending, inviting, resetting, sleeping
from accounts.doors import recently_confirmed, was_confirmed
from accounts.models import User
from accounts.roles import ROLES, May
from audit.refusal import Refused
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
            "weekly_hours",
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

    actions = ["invite_again", "wake", "forget_second_step"]

    @method_decorator(recently_confirmed)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A role opens records: whoever gives one has lately proved who they are."""
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new person is invited; somebody made inactive is ended; a new role signs in anew."""
        was_active = change and form.initial.get("is_active", False)
        if not change:
            obj.set_unusable_password()
            obj.is_active = False
        if was_active and not obj.is_active:
            obj.ended_on = obj.ended_on or timezone.localdate()
        if obj.is_active:
            obj.ended_on = obj.asleep_since = None
        role = ROLES.get(obj.role)
        obj.is_staff = bool(role and May.CONFIGURE in role.may)
        super().save_model(request, obj, form, change)
        self._follow(request, obj, form, change=change, ended=was_active and not obj.is_active)

    def _follow(
        self, request: HttpRequest, obj: User, form: Any, *, change: bool, ended: bool
    ) -> None:
        if ended:
            ending.close_doors(obj)
        elif change and {"role", "email"} & set(form.changed_data):
            ending.end_sessions(obj)
        if not change and obj.role in ROLES:
            inviting.invite(user=obj, by=request.user, site=_site(request))  # type: ignore[arg-type]

    @admin.action(description="Send a new invitation")
    def invite_again(self, request: HttpRequest, users: Any) -> None:
        site = _site(request)
        self._each(request, users, lambda user, by: inviting.invite(user=user, by=by, site=site))

    @admin.action(description="Wake a sleeping account")
    def wake(self, request: HttpRequest, users: Any) -> None:
        self._each(request, users, lambda user, by: sleeping.wake(user=user, by=by))

    @admin.action(description="Remove the second step of somebody who lost theirs")
    def forget_second_step(self, request: HttpRequest, users: Any) -> None:
        self._each(request, users, lambda user, by: resetting.forget_second_step(user=user, by=by))

    def _each(self, request: HttpRequest, users: Any, verb: Any) -> None:
        if not was_confirmed(request):
            self.message_user(request, "Open one person first, to confirm it is you.", "ERROR")
            return
        for user in users:
            try:
                verb(user, request.user)
                self.message_user(request, f"Done: {user.name}")
            except Refused as refusal:
                self.message_user(request, f"{user.name}: {refusal}", "ERROR")


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
