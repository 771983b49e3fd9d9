"""Giving another system a token, and taking it away."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.models.token import FOR_AGENCIES, TokenScope
from accounts.roles import SYSTEM, May, may
from audit.actions.recording import record
from audit.refusal import refuse_if
from localities.models import Agency

# What an account must be able to do before a token of it may be for it.
NEEDS: dict[str, May] = {TokenScope.MATCH: May.TRIAGE, TokenScope.FIGURES: May.SEE_FIGURES}
# The same of an account that somebody signs in with; an agency's own account may as well.
OF_A_PERSON: dict[str, frozenset[May]] = {
    TokenScope.NOTIFY: frozenset({May.OFFER_TO_LEAD, May.TRIAGE}),
    TokenScope.STEP_DOWN: frozenset({May.TRIAGE}),
}


def blockers(
    *, agency: Agency, scopes: Collection[str], user: User | None, expires_on: date | None
) -> list[str]:
    """Why no such token can be made. Without `user` it acts as the agency's own account."""
    found = []
    if agency.ended_on:
        found.append(f"{agency} has ended. Choose another agency.")
    if not scopes:
        found.append("Choose at least one thing the token is for.")
    if expires_on and expires_on < timezone.localdate():
        found.append("The last day must be today or later.")
    return found + _blockers_of_agency(agency, scopes) + _blockers_of_account(agency, scopes, user)


def _blockers_of_agency(agency: Agency, scopes: Collection[str]) -> list[str]:
    kinds = {scope: FOR_AGENCIES[scope] for scope in scopes if scope in FOR_AGENCIES}
    return [
        f"“{scope}” is for agencies of the kind “{kind.label}” alone. Leave it out, or choose "
        "another agency."
        for scope, kind in kinds.items()
        if agency.kind != kind
    ]


def _blockers_of_account(agency: Agency, scopes: Collection[str], user: User | None) -> list[str]:
    found = []
    if user and not user.is_active:
        found.append(f"{user} cannot sign in any more. Choose another account.")
    if user and user.agency_id != agency.pk and not _is_the_councils(user):
        found.append(f"{user} works for another agency. Choose an account of {agency}.")
    for scope in scopes:
        needed = NEEDS.get(scope)
        if needed and not (user and may(user, needed)):
            found.append(f"“{scope}” needs an account that may {needed}.")
        any_of = OF_A_PERSON.get(scope)
        if any_of and user and user.role != SYSTEM and not any(may(user, one) for one in any_of):
            found.append(f"“{scope}” needs an account that may {' or '.join(sorted(any_of))}.")
    return found


def _is_the_councils(user: User) -> bool:
    return bool(user.agency and user.agency.kind == Agency.Kind.COUNCIL)


@transaction.atomic
def issue(
    *,
    name: str,
    agency: Agency,
    scopes: Collection[str],
    by: Any,
    user: User | None = None,
    expires_on: date | None = None,
) -> tuple[ApiToken, str]:
    """A token and its text, shown once. It acts as `user`, else as the agency's own account."""
    refuse_if(blockers(agency=agency, scopes=scopes, user=user, expires_on=expires_on))
    token, text = ApiToken.make(
        user=user or account_of(agency),
        name=name,
        agency=agency,
        scopes=scopes,
        by=by,
        expires_on=expires_on,
    )
    record(
        "token.issued",
        token,
        f"Token made for {agency}: {name}"[:500],
        by=by,
        scopes=sorted(scopes),
        acts_as=token.user_id,
    )
    return token, text


def account_of(agency: Agency) -> User:
    """The account in whose name an agency's systems act: one for all its tokens.

    Nobody signs in with it: it has no password and an address that receives no letters.
    """
    account, made = User.objects.get_or_create(
        email=f"agency-{agency.pk}@system.invalid",
        defaults={"name": f"{agency}: its systems"[:200], "agency": agency, "role": SYSTEM},
    )
    if made:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    return account


@transaction.atomic
def revoke(*, token: ApiToken, by: Any) -> ApiToken:
    """From its next request on it opens nothing. Revoked again, nothing changes."""
    token = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = timezone.now(), by
        token.save(update_fields=["revoked_at", "revoked_by"])
        record("token.revoked", token, f"Token revoked: {token.name}", by=by)
    return token
