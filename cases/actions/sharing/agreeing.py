"""Writing down agreement to take part, bases for sharing, privacy notices: three things apart."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.refusal import refuse_if
from audit.values import in_words
from cases.actions.contacting import reached
from cases.actions.people.telling import case_to_change, member_of, tell
from cases.actions.sharing.withdrawing import stop_and_ask
from cases.models import Agreement, Case, Person, PrivacyNotice, SharingBasis
from cases.rules.sharing import (
    reasons_against_a_basis,
    reasons_against_agreement,
    reasons_against_ending,
    reasons_against_withdrawing,
)
from localities.models import Agency


@transaction.atomic
def record_agreement(
    *,
    case: Case,
    by: Any,
    how: str,
    person: Person | None = None,
    competence: str = "",
    on: date | None = None,
) -> Agreement:
    """Write that somebody agreed the family takes part. A young person under 16 needs a judgement
    of their competence. Whoever agreed in person or by telephone was reached, as at any contact."""
    case = case_to_change(case, by)
    day = on or timezone.localdate()
    who = member_of(case, person) if person else None
    refuse_if(reasons_against_agreement(who, day, competence))
    agreement = Agreement.objects.create(
        family=case.family,
        person=who,
        how=how,
        given_on=day,
        competence=competence,
        recorded_at=timezone.now(),
        recorded_by=by,
    )
    name = who.name if who else "The family"
    said = f"{name} agreed to take part, {agreement.get_how_display().lower()}"
    tell(case, "agreement.recorded", agreement, said, by=by, person=who)
    if how in Agreement.SPOKEN and case.is_live:
        reached(case, by, day)
    return agreement


@transaction.atomic
def withdraw_agreement(
    *, case: Case, agreement: Agreement, by: Any, reason: str, on: date | None = None
) -> Agreement:
    """Write that an agreement was withdrawn, when and why. Sharing with other agencies stops in
    the same moment, and a manager is asked what follows. The case stays open until they answer."""
    case = case_to_change(case, by)
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk, family=case.family_id)
    day = on or timezone.localdate()
    refuse_if(reasons_against_withdrawing(locked, day))
    locked.withdrawn_on, locked.withdrawn_reason = day, reason
    locked.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    who = locked.person.name if locked.person else "The family"
    said = f"{who} withdrew the agreement to take part"
    tell(case, "agreement.withdrawn", locked, said, by=by, person=locked.person, reason=reason)
    stop_and_ask(case=case, agreement=locked, by=by)
    return locked


@transaction.atomic
def record_sharing(
    *,
    case: Case,
    by: Any,
    agency: Agency,
    basis: str,
    what: str,
    on: date | None = None,
    until: date | None = None,
    condition: str = "",
) -> SharingBasis:
    """Write the basis on which what is named may be shared with one agency. It opens the case to
    people of that agency in the Team Around the Family, so the lead or a manager decides it."""
    case = case_to_change(case, by, "share")
    day = on or timezone.localdate()
    refuse_if(reasons_against_a_basis(case, agency, by, day, until))
    made = SharingBasis.objects.create(
        family=case.family,
        agency=agency,
        basis=basis,
        what=what,
        from_date=day,
        to_date=until,
        condition=condition,
        recorded_by=by,
    )
    said = f"Sharing with {agency.name}: {what} ({made.get_basis_display().lower()})"
    tell(case, "sharing.recorded", made, said, by=by)
    return made


@transaction.atomic
def end_sharing(
    *, case: Case, basis: SharingBasis, by: Any, reason: str, on: date | None = None
) -> SharingBasis:
    """End a basis for sharing: after its last day people of the agency no longer see the case."""
    case = case_to_change(case, by, "share")
    locked = SharingBasis.objects.select_for_update().get(pk=basis.pk, family=case.family_id)
    day = on or timezone.localdate()
    refuse_if(reasons_against_ending(locked, day))
    locked.to_date = day
    locked.save(update_fields=["to_date"])
    said = f"Sharing with {locked.agency.name} ends on {in_words(None, day)}"
    tell(case, "sharing.ended", locked, said, by=by, reason=reason)
    return locked


@transaction.atomic
def give_notice(
    *,
    case: Case,
    by: Any,
    language: str,
    person: Person | None = None,
    on: date | None = None,
) -> PrivacyNotice:
    """Write that the privacy notice was given: to whom, when, in which language."""
    case = case_to_change(case, by)
    who = member_of(case, person) if person else None
    notice = PrivacyNotice.objects.create(
        family=case.family,
        person=who,
        given_on=on or timezone.localdate(),
        language=language,
        recorded_by=by,
    )
    said = f"Privacy notice given to {who.name if who else 'the family'}, in {language}"
    tell(case, "notice.given", notice, said, by=by, person=who)
    return notice
