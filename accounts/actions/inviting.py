"""Inviting somebody to come in for the first time."""

import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions.mailing import post_sealed
from accounts.models import Invitation, User
from accounts.models.invitation import LASTS
from accounts.roles import GIVEN_BY_AGENCIES, ROLES, May, may
from audit.actions.recording import record
from audit.refusal import refuse_if
from localities.models import Authority


def blockers(*, email: str, role: str, by: User) -> list[str]:
    """Why `by` may not invite a new person with this address into this role."""
    found = []
    if not may(by, May.CONFIGURE):
        if not may(by, May.MANAGE_AGENCY) or by.agency_id is None:
            found.append("Only an agency’s contact or the administrator invites people.")
        if role not in GIVEN_BY_AGENCIES:
            found.append("An agency gives only its own roles. Ask the council for any other.")
    if User.objects.filter(email=email.lower()).exists():
        found.append("This address cannot be invited. Ask the council’s administrator about it.")
    return found


@transaction.atomic
def invite_new(*, name: str, email: str, role: str, by: User, site: str) -> User:
    """A new person of the agency of `by`. They may nothing until they have accepted."""
    refuse_if(blockers(email=email, role=role, by=by))
    user = User(name=name, email=email.lower(), role=role, agency=by.agency, is_active=False)
    user.set_unusable_password()
    user.save()
    invite(user=user, by=by, site=site)
    return user


@transaction.atomic
def invite(*, user: User, by: User, site: str) -> Invitation:
    """A new link for somebody who has not come in yet; an earlier one stops working."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    refuse_if(blockers_again(user, by=by))
    now = timezone.now()
    open_ = Invitation.objects.filter(user=user, used_at__isnull=True, withdrawn_at__isnull=True)
    open_.update(withdrawn_at=now)
    text = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        user=user, digest=digest_of(text), made_at=now, made_by_id=by.pk, expires_at=now + LASTS
    )
    _write(made, f"{site}{reverse('invitation', args=[text])}", by)
    record("invited", user, f"Invited as {ROLES[user.role].title.lower()}: {user.name}", by=by)
    return made


def blockers_again(user: User, *, by: User) -> list[str]:
    if user.is_active or user.ended_on or user.asleep_since:
        return ["Only somebody who has not come in yet is invited."]
    if user.role not in ROLES:
        return ["Give them a role first."]
    if not (may(by, May.CONFIGURE) or manages(by, user)):
        return ["Only their agency’s contact or the administrator invites them."]
    return []


def manages(contact: User, user: User) -> bool:
    """Whether `contact` looks after this person's access: same agency, a role agencies give."""
    same = contact.agency_id is not None and contact.agency_id == user.agency_id
    return may(contact, May.MANAGE_AGENCY) and same and user.role in GIVEN_BY_AGENCIES


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _write(invitation: Invitation, link: str, by: Any) -> None:
    authority, ends = Authority.current(), timezone.localtime(invitation.expires_at)
    text = (
        f"{by.name} invites you to {authority.service_name} of {authority.name}.\n\n"
        f"Choose how you sign in:\n{link}\n\n"
        f"The link works once, until {ends:%-d %B %Y, %H:%M}.\n"
        "If you did not expect this, do nothing.\n"
    )
    subject = f"Your account for {authority.service_name}"
    post_sealed(to=[invitation.user.email], subject=subject, text=text)
