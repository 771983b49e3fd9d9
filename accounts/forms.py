"""What people are asked at the doors. allauth's forms, with its limits, in our words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.roles import GIVEN_BY_AGENCIES, ROLES, SecondStep, role_of
from accounts.used_codes import is_used, use_up
from audit.web.forms import Form
from audit.web.messages import say_what_to_do

ONE_TIME = {"autocomplete": "one-time-code", "class": "govuk-input--width-10", "spellcheck": False}


class _InOurWords:
    """Labels, hints and boxes of a form of allauth: name of field → (label, hint, attributes)."""

    words: dict[str, tuple[str, str, dict[str, Any]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix, self.use_required_attribute = "", False
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            if name in self.words:
                field.label, field.help_text, field.widget.attrs = self.words[name]
            say_what_to_do(name, field)


NEW = {"autocomplete": "new-password"}
CURRENT = {"autocomplete": "current-password"}
LONG = "At least 12 characters. Three words that do not belong together are easy to remember."


class AskForCodeForm(_InOurWords, account.RequestLoginCodeForm):
    words = {"email": ("Email address", "", {"autocomplete": "username", "spellcheck": False})}

    def clean_email(self) -> str:
        """For other roles, as for unknown addresses, everything is the same but the letter."""
        email = str(super().clean_email())
        user = getattr(self, "_user", None)
        if user is not None and role_of(user).second_step != SecondStep.EMAIL_CODE:
            self._user = None
        return email


class CodeByEmailForm(_InOurWords, account.ConfirmLoginCodeForm):
    words = {"code": ("Code", "We have sent it to your email address.", ONE_TIME)}


class ConfirmPasswordForm(_InOurWords, account.ReauthenticateForm):
    words = {"password": ("Your password", "", CURRENT)}


class ForgottenForm(_InOurWords, account.ResetPasswordForm):
    words = {"email": ("Email address", "", {"autocomplete": "username", "spellcheck": False})}


class NewPasswordForm(_InOurWords, account.ResetPasswordKeyForm):
    words = {
        "password1": ("New password", LONG, NEW),
        "password2": ("New password again", "", NEW),
    }


class ChangePasswordForm(_InOurWords, account.ChangePasswordForm):
    words = {
        "oldpassword": ("Present password", "", CURRENT),
        "password1": ("New password", LONG, NEW),
        "password2": ("New password again", "", NEW),
    }


USED_BEFORE = "This code was used. Enter the next one that your app shows."
HINT = "Six digits from your authenticator app, or one of your recovery codes."


class _EachCodeOnce:
    """Refuse a code of an app that was used, for as long as it would be good."""

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]  # type: ignore[attr-defined]
        used = is_used(self.user, typed)  # type: ignore[attr-defined]
        if used:
            self.cleaned_data["code"] = ""  # type: ignore[attr-defined]  # counted as a wrong one
        try:
            code = str(super().clean_code())  # type: ignore[misc]
        except forms.ValidationError as refused:
            if used and refused.code == "incorrect_code":
                raise forms.ValidationError(USED_BEFORE, code=refused.code) from None
            raise
        use_up(self.user, code)  # type: ignore[attr-defined]
        return code


class SecondStepForm(_InOurWords, _EachCodeOnce, mfa.AuthenticateForm):
    words = {"code": ("Code", HINT, ONE_TIME)}


class ConfirmByCodeForm(_InOurWords, _EachCodeOnce, mfa.ReauthenticateForm):
    words = {"code": ("Code", HINT, ONE_TIME)}


class StartAppForm(_InOurWords, totp.ActivateTOTPForm):
    words = {
        "code": (
            "Code that the app shows",
            "Six digits. A new one comes every 30 seconds.",
            ONE_TIME,
        )
    }


class AddKeyForm(_InOurWords, webauthn.AddWebAuthnForm):
    words = {
        "name": (
            "What do you call it?",
            "Such as “Blue key” or “Work laptop”",
            {"class": "govuk-input--width-20"},
        ),
        "passwordless": (
            "Sign in with it alone",
            "It then asks for its own PIN, finger or face, and you need no password.",
            {},
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": ""} | kwargs.get("initial", {})  # nobody has a “Master key”
        super().__init__(*args, **kwargs)


class NameKeyForm(_InOurWords, webauthn.EditWebAuthnForm):
    words = {"name": ("What do you call it?", "", {"class": "govuk-input--width-20"})}


class AcceptForm(Form):
    """The first time: name and password. Occasional partners may do with codes by e-mail."""

    name = forms.CharField(label="Your name", max_length=200)
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=LONG,
        strip=False,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": user.name}, **kwargs)
        self.user = user
        field = self.fields["password"]
        field.required = ROLES[user.role].second_step != SecondStep.EMAIL_CODE
        if not field.required:
            field.help_text = f"{LONG} Without one, we email you a code whenever you sign in."

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if password:
            validate_password(password, self.user)
        return password


class InviteForm(Form):
    """Somebody of the contact's own agency."""

    name = forms.CharField(label="Their name", max_length=200)
    email = forms.EmailField(
        label="Their work email address", help_text="Their own, not a shared one"
    )
    role = forms.ChoiceField(
        label="What will they do?",
        choices=[(key, ROLES[key].title) for key in GIVEN_BY_AGENCIES],
        widget=forms.RadioSelect,
    )
    option_hints = {
        "role": {
            "partner_practitioner": "Works with families: starts assessments and goes to meetings",
            "agency_contact": "Looks after your people’s access, as you do. Sees no families",
        }
    }


class EndForm(Form):
    """Why somebody's access ends."""

    reason = forms.CharField(label="Why does their access end?", max_length=200, required=False)


class DigestForm(Form):
    """Whether the email of the morning is wanted."""

    wanted = forms.ChoiceField(
        label="Do you want an email when something is due or late?",
        choices=[("yes", "Yes"), ("no", "No")],
        help_text="At half past seven on working days. It names nobody.",
        error_messages={"required": "Select yes or no"},
        widget=forms.RadioSelect,
    )
