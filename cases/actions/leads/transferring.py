"""Asking another locality to take a case over, and what it answers.

The case stays with its locality and its lead until a manager of the other accepts. Accepting moves
the locality; whoever leads goes on until the new manager has allocated the case, so that it is in
nobody's hands at no moment. Figures count a case in the locality where it is now.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import ROLES, May, Scope, may
from audit.actions.posting import post
from audit.context import as_the_product, reach_again
from audit.refusal import Reason, Refused, refuse_if
from cases.actions.leads.allocating import hand_to
from cases.actions.opening import CHECK_AFTER
from cases.actions.people.telling import case_to_change, tell
from cases.actions.timing.clocks import start
from cases.journey import Stage
from cases.models import Allocation, Case, CaseTransfer, NamedPerson
from cases.queries.leads.workload import MANAGING
from localities.calendar import add_working_days, due_date
from localities.clocks import in_force
from localities.models import Locality

Answer = CaseTransfer.Answer

CLOCK, WORKING_DAYS = "transfer", 2  # until the other locality answers
BECAUSE = "two working days from the transfer"
ALREADY = "Another locality has been asked already. Take that back first, or wait for its answer."
NO_WHY = Reason("Write why the case should move.", about="why")
NO_SUMMARY = Reason(
    "Write what the other locality needs to know before it answers.", about="summary"
)
SAME = "The case is in {locality} already. Choose another locality."
CANNOT_LEAD = "{name} does not work in {locality}. Choose somebody else, or nobody."
UNNAMED = (
    "Nobody who manages {locality} is named on this restricted record, so nobody there could "
    "answer. Name them first."
)
ANSWERED = "This has been answered already."
NOT_YOURS = "This has been answered already, or taken back, or is not for you to answer."
NO_REASON = Reason("Write why you refuse, and what you would suggest.", about="words")
ASKED = "A case is offered to your locality"
ASKED_TEXT = (
    "{of} asks {to} to take a case over. Please answer by {due}.\n\nSign in and open “What needs "
    "you”: {url}\n\nUntil you accept, the case stays where it is. This message names nobody."
)
SETTLED = "What became of a transfer"
SETTLED_TEXT = (
    "Case {reference}: {said}.\n\nSign in to read what was written: {url}\n\nThis message names "
    "nobody."
)


@transaction.atomic
def ask(
    *,
    case: Case,
    by: Any,
    to: Locality,
    why: str,
    summary: str,
    proposed_lead: Any = None,
) -> CaseTransfer:
    """Ask another locality to take the case over. Nothing else changes. Raises Refused where one
    is asked already, or where what it must say is missing."""
    case = case_to_change(case, by, "transfer")
    refuse_if(reasons_against_asking(case, to, why, summary, proposed_lead))
    now = timezone.now()
    try:
        with transaction.atomic():
            transfer = CaseTransfer.objects.create(
                case=case,
                family=case.family,
                of=case.locality,
                to=to,
                why=why.strip(),
                summary=summary.strip(),
                level=case.level,
                children=case.case_children.count(),
                proposed_lead=proposed_lead,
                asked_by=by,
                asked_at=now,
                due_on=_answer_due(timezone.localdate(now)),
            )
    except IntegrityError as problem:
        if "one_transfer_of_a_case_waits_at_a_time" in str(problem):
            raise Refused(ALREADY) from None
        raise
    said = f"{to.name} was asked to take the case over"
    tell(case, "case.transfer_asked", transfer, said, by=by, reason=transfer.why)
    _write_to_receivers(transfer, by)
    return transfer


@transaction.atomic
def accept(
    *, transfer: CaseTransfer, by: Any, version: int, lead: Any = None, words: str = ""
) -> CaseTransfer:
    """Take the case over as a manager of the other locality. `lead` leads from now on; without
    one the case waits for allocation there, and whoever leads it goes on until then."""
    _must_be_offered(transfer, by)
    with as_the_product():
        transfer, case = _locked(transfer)
        _answer(transfer, Answer.ACCEPTED, by, version, words.strip())
        _move(case, transfer.to, by)
        said = f"{transfer.to.name} took the case over from {transfer.of.name}"
        tell(case, "case.transferred", transfer, said, by=by, reason=words.strip())
        former = _lead_of(case)
        _into_hands(case, by, lead, former)
        _write_to_senders(transfer, case, said, former, by)
    reach_again()
    return transfer


@transaction.atomic
def refuse(*, transfer: CaseTransfer, by: Any, version: int, words: str) -> CaseTransfer:
    """Not take the case over, saying why. It stays where it is."""
    _must_be_offered(transfer, by)
    if not words.strip():
        raise Refused(NO_REASON)
    with as_the_product():
        transfer, case = _locked(transfer)
        _answer(transfer, Answer.REFUSED, by, version, words.strip())
        said = f"{transfer.to.name} did not take the case over"
        tell(case, "case.transfer_refused", transfer, said, by=by, reason=words.strip())
        _write_to_senders(transfer, case, said, _lead_of(case), by)
    return transfer


@transaction.atomic
def take_back(*, transfer: CaseTransfer, by: Any, version: int, words: str = "") -> CaseTransfer:
    """No longer ask. For whoever may ask."""
    case = case_to_change(transfer.case, by, "take_back_transfer")
    transfer, case = _locked(transfer)
    _answer(transfer, Answer.TAKEN_BACK, by, version, words.strip())
    said = f"{transfer.to.name} is no longer asked to take the case over"
    tell(case, "case.transfer_taken_back", transfer, said, by=by, reason=words.strip())
    return transfer


def ended_by_closing(*, case: Case, by: Any) -> None:
    """The case ends: nobody is asked to take it any more. Part of the ending."""
    for transfer in CaseTransfer.objects.select_for_update().filter(case=case, answer=""):
        _answer(transfer, Answer.CLOSED, by, transfer.version, "")


def reasons_against_lead(case_lead: int | None, to: Locality, lead: Any) -> list[str]:
    """Why this person cannot be the one who leads in the other locality."""
    fits = lead.is_active and may(lead, May.WORK)
    if fits and (lead.pk == case_lead or lead.localities.filter(pk=to.pk).exists()):
        return []
    return [CANNOT_LEAD.format(name=lead.name, locality=to.name)]


def reasons_against_asking(
    case: Case, to: Locality | None, why: str, summary: str, lead: Any
) -> list[str]:
    """Why this locality cannot be asked so; of one that is not chosen yet, nothing is said."""
    missing: list[str] = [
        *([] if why.strip() else [NO_WHY]),
        *([] if summary.strip() else [NO_SUMMARY]),
    ]
    if to is None:
        return missing
    former = _lead_of(case)
    return [
        *([Reason(SAME.format(locality=to.name), about="to")] if to.pk == case.locality_id else []),
        *missing,
        *(reasons_against_lead(former.pk if former else None, to, lead) if lead else []),
        *([UNNAMED.format(locality=to.name)] if case.restricted and not _named(case, to) else []),
    ]


def _named(case: Case, to: Locality) -> bool:
    """Whether somebody named on a restricted record could answer for the other locality."""
    named = NamedPerson.objects.filter(family=case.family_id, ended_at__isnull=True)
    managers = named.filter(user__is_active=True, user__role__in=MANAGING)
    everywhere = [key for key in MANAGING if ROLES[key].scope == Scope.ALL]
    return managers.filter(Q(user__localities=to) | Q(user__role__in=everywhere)).exists()


def _must_be_offered(transfer: CaseTransfer, by: Any) -> None:
    if not CaseTransfer.objects.offered_to(by).filter(pk=transfer.pk).exists():
        raise Refused(NOT_YOURS)


def _locked(transfer: CaseTransfer) -> tuple[CaseTransfer, Case]:
    case = Case.objects.select_for_update(of=("self",)).get(pk=transfer.case_id)
    found = CaseTransfer.objects.select_for_update(of=("self",)).select_related("of", "to")
    return found.get(pk=transfer.pk), case


def _answer(transfer: CaseTransfer, answer: str, by: Any, version: int, words: str) -> None:
    if transfer.answer:
        raise Refused(ANSWERED)
    values = {"answer": answer, "answered_by": by, "answered_at": timezone.now()}
    transfer.change(expected=version, answer_words=words, **values)


def _move(case: Case, to: Locality, by: Any) -> None:
    values: dict[str, Any] = {"locality": to, "team": None}
    if case.stage == Stage.WAITING:  # whoever looked after them there may not see them here
        check_on = add_working_days(timezone.localdate(), CHECK_AFTER)
        values |= {"minded_by": by, "check_on": check_on}
    case.change(**values)


def _into_hands(case: Case, by: Any, lead: Any, former: User | None) -> None:
    """The new lead, or the clock until there is one."""
    if lead is not None and former is not None and lead.pk == former.pk:
        return
    if lead is not None:
        refuse_if(reasons_against_lead(None, case.locality, lead))
        hand_to(case=case, lead=lead, by=by)
        return
    start(case=case, key="allocation", on=timezone.localdate(), because=BECAUSE)


def _lead_of(case: Case) -> User | None:
    present = Allocation.objects.filter(case=case, ended_at__isnull=True).select_related("user")
    found = present.first()
    return found.user if found else None


def _answer_due(day: date) -> date:
    timescale = in_force(day).filter(key=CLOCK).first()
    return due_date(timescale, day) if timescale else add_working_days(day, WORKING_DAYS)


def _write_to_receivers(transfer: CaseTransfer, by: Any) -> None:
    """To the managers of the other locality who may read it."""
    managers = User.objects.filter(is_active=True, localities=transfer.to_id)
    addresses = [
        user.email
        for user in managers.order_by("pk")
        if CaseTransfer.objects.offered_to(user).filter(pk=transfer.pk).exists()
    ]
    text = ASKED_TEXT.format(
        of=transfer.of.name,
        to=transfer.to.name,
        due=f"{transfer.due_on:%-d %B %Y}",
        url=settings.SITE_URL + reverse("needs-you"),
    )
    post(to=addresses, subject=ASKED, text=text, by=by, key=f"transfer {transfer.pk} asked")


def _write_to_senders(
    transfer: CaseTransfer, case: Case, said: str, former: User | None, by: Any
) -> None:
    """To whoever asked, and whoever leads or led."""
    told = {transfer.asked_by.email, *([former.email] if former else [])}
    url = settings.SITE_URL + reverse("case", args=[case.reference])
    text = SETTLED_TEXT.format(reference=case.reference, said=said, url=url)
    post(to=told, subject=SETTLED, text=text, by=by, key=f"transfer {transfer.pk} answered")
