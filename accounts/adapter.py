"""How django-allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.template.loader import render_to_string

from accounts.actions.mailing import post_sealed
from accounts.actions.noting import note_refusal
from accounts.demonstration import password_alone
from accounts.doors import was_confirmed
from accounts.roles import SecondStep, role_of
from accounts.sealing import Broken, seal, unseal
from accounts.second_step import has_one, signed_in_by_code
from localities.models import Authority

UNKNOWN = "account/email/unknown_account"
WRONG = "The email address or the password is not right. Check both and try again."
WRONG_CODE = "This code is not right, or it is too old. Check it and try again."
TOO_MANY = "There were too many attempts. Wait five minutes, then try again."


class InvitedOnly(DefaultAccountAdapter):
    """Nobody makes their own account: people are invited."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "This is not your password. Try again.",
        "enter_current_password": "This is not your present password. Try again.",
        "account_inactive": "This account has ended.",
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """Ours in place of allauth's: the council's sign-on may have done the second step."""
        theirs, ours = (
            "allauth.mfa.stages.AuthenticateStage",
            "accounts.second_step.SecondStepStage",
        )
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def is_login_by_code_required(self, login: Any) -> bool:
        """An occasional partner who knows the password proves the address too."""
        user = login.user
        if user is None or password_alone() or has_one(user):
            return False
        if role_of(user).second_step != SecondStep.EMAIL_CODE:
            return False
        return not signed_in_by_code(self.request, user)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """For allauth's own pages as for ours: signing in lately is enough."""
        return not was_confirmed(self.request)

    def authentication_failed(self, request: Any, **credentials: Any) -> None:
        note_refusal(credentials.get("email", ""), "wrong password")

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except Exception:
            note_refusal(credentials.get("email", ""), "too many attempts")
            raise

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By a worker, after the commit; to an unknown address as much work, and no letter."""
        said = {**context, "authority": Authority.current()}
        subject = render_to_string(f"{template_prefix}_subject.txt", said).strip()
        text = render_to_string(f"{template_prefix}_message.txt", said).strip()
        to = [] if template_prefix == UNKNOWN else [email]
        post_sealed(to=to, subject=subject, text=text)

    def add_message(self, request: Any, level: int, *args: Any, **kwargs: Any) -> None:
        """Only what allauth has to refuse: that something was done, our pages show."""
        if kwargs.get("message"):
            super().add_message(request, level, *args, **kwargs)


class SealedSecrets(DefaultMFAAdapter):
    """Secrets of authenticator apps lie in the database sealed."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return seal(text, use="second step")

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return unseal(encrypted_text, use="second step")
        except Broken:  # SECRET_KEY was changed: the person sets up a new second step
            return ""

    def get_totp_issuer(self) -> str:
        authority = Authority.current()
        return f"{authority.service_name}, {authority.name}"

    def _get_site_name(self) -> str:
        return Authority.current().service_name
