"""The page of a request, drawn after whatever was pressed on it."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from audit.actions.recording import looked
from audit.models import Event, Look
from cases.models import Case
from cases.needs import NeedKind
from cases.queries.facts import known_case
from cases.queries.people.cautions import Caution, cautions_of
from referrals import describing
from referrals.actions.deciding import children_to_decide
from referrals.actions.leading import offered_lead
from referrals.actions.telling.of_harm import what_was_told
from referrals.families import families_of
from referrals.forms.deciding import Deciding
from referrals.models import (
    Outcome,
    Pause,
    Question,
    Referral,
    ReferralPerson,
    RequestSentOn,
)
from referrals.out_of_area import lives_elsewhere
from referrals.queries import WhatWeKnow, what_we_know
from referrals.queries.answers import standings
from referrals.queries.before import decided_before
from referrals.queries.beside import fetch_beside, standing_decisions, step_down_of
from referrals.queries.kinds import kinds_in_words
from referrals.queries.letters import why_no_letter
from referrals.queries.notifications import of_request
from referrals.rules.blocking import blockers
from referrals.sources import CODES
from referrals.stages import Stage

WRITTEN = frozenset({"reason", "question", "said_by", "alleged", "told", "why_not_told"})
RELATED = ("locality", "sender_agency", "sender_user", "taken_by", "family", "case")


def load(request: HttpRequest, reference: str) -> Referral:
    visible = Referral.objects.visible_to(request.user).select_related(*RELATED)
    referral: Referral | None = visible.filter(reference=reference).first()
    if referral is None:
        raise Http404
    return referral


def page(
    request: HttpRequest,
    referral: Referral,
    *,
    deciding: Deciding | None = None,
    refusals: list[str] | None = None,
    as_typed: bool = False,
) -> HttpResponse:
    """The page, with what was typed into the decision: judged, or drawn as it was typed."""
    looked(
        Look.Kind.OPENED,
        f"Request {referral.reference}",
        by=request.user,
        family_id=referral.family_id,
        case_id=referral.case_id,
        request=referral.pk,
    )
    fetch_beside(referral)
    if deciding is None:
        deciding = deciding_of(request, referral, as_typed=as_typed)
    known = what_we_know(referral, by=request.user)
    children = [each.row for each in known.people if each.row.kind != ReferralPerson.Kind.ADULT]
    cannot_decide = blockers(referral, "decide", request.user)
    details = {
        "referral": referral,
        "title": describing.title(children),
        "people": [(each.row, each.age) for each in known.people],
        "reasons": [NeedKind(reason).label for reason in referral.reasons],
        "known": known,
        "cautions": _cautions(known),
        "open_case": _open_case(referral, known),
        "deciding": deciding,
        "some_decided": len(deciding.children) < len(children),
        "decisions": (decided := standing_decisions(referral)),
        "signposted": _signposted(referral) if decided else [],
        "reasons_not_to_decide": cannot_decide,
        "reasons_not_to_take": blockers(referral, "take", request.user),
        "offered": offered(referral, request.user),
        "pausing": _pausing(referral),
        "questions": (questions := referral.questions.all()),
        "no_letter": _no_letter(referral, questions),
        "told_of_harm": what_was_told(referral) if referral.harm_alleged else [],
        "allegations": referral.allegations.all(),
        "disagreements": referral.disagreements.all(),
        "before": (before := decided_before(referral)),
        "undone": [] if referral.decided_at else [one for one in before if one.why],
        "offered_lead": offered_lead(referral),
        **_besides(referral),
        "refusals": refusals,
        "not_recorded": typed(request) if refusals and cannot_decide else [],
    }
    return render(request, "referrals/request.html", details)


def _cautions(known: WhatWeKnow) -> list[Caution]:
    """What one must know before ringing or visiting a family we know of, as their record says."""
    live = [case for story in known.stories for case in story.cases if case.is_live]
    found: list[Caution] = []
    for case in live:
        facts = known_case(case).__dict__
        today = timezone.localdate()
        found += cautions_of(facts["alerts_found"], facts["orders_found"], today)
    return found


def _open_case(referral: Referral, known: WhatWeKnow) -> Case | None:
    """To which early help would add the request."""
    of_them = [story for story in known.stories if story.family.pk == referral.family_id]
    return next((case for story in of_them for case in story.cases if case.is_live), None)


def _besides(referral: Referral) -> dict[str, Any]:
    """What a request of another kind says besides, where it was sent on, and its source."""
    return {
        "kind": kinds_in_words([referral]).get(referral.pk, ""),
        "step_down": step_down_of(referral),
        "said": of_request(referral),
        "sent_on": list(RequestSentOn.objects.filter(referral=referral).order_by("pk")),
        "lives_elsewhere": lives_elsewhere(referral),
        "source": CODES.get(referral.source_code, "not on the list"),
    }


def deciding_of(request: HttpRequest, referral: Referral, *, as_typed: bool) -> Deciding:
    """The form of the decision. Drawn as typed, it keeps children decided meanwhile."""
    children = children_to_decide(referral)
    if as_typed:
        asked = {child.pk for child in children}
        children = [
            child
            for child in referral.people.all()
            if child.pk in asked or f"child-{child.pk}-reason" in request.POST
        ]
    linked = [each.person_id for each in referral.people.all() if each.person_id]
    return Deciding(referral, children, families_of(linked), request, as_typed=as_typed)


def offered(referral: Referral, user: Any) -> list[tuple[str, str, str]]:
    """What else may be done with the request now: label, address, style."""
    verbs = [
        ("pass_on", "Harm is alleged: pass on", "request-pass-on", "warning"),
        ("hand_back", "Give back to the desk", "request-hand-back", "secondary"),
        ("take_back", "Take it back from the panel", "request-take-back", "secondary"),
        ("answer", "Write down the answer", "request-answer", "secondary"),
        ("pause", "Pause the clock", "request-pause", "secondary"),
        ("resume", "Let the clock go on", "request-resume", "secondary"),
        ("correct", "Undo a decision", "request-undo", "secondary"),
        ("disagree", "I disagree", "request-disagree", "secondary"),
    ]
    return [
        (label, reverse(name, args=[referral.reference]), style)
        for verb, label, name, style in verbs
        if not blockers(referral, verb, user)
    ]


def meanwhile(referral: Referral) -> str:
    """Who changed the request while somebody was writing, and how: what was decided goes first."""
    event = Event.objects.filter(subject="referrals.referral", subject_id=referral.pk)
    last = event.filter(verb="request.decided").order_by("-at", "-id").first()
    if last is None or referral.stage in (Stage.NEW, Stage.SCREENING):
        last = event.order_by("-at", "-id").first()
    if last is None:
        return "Somebody changed this request while you were writing. Check it, then go on."
    at = timezone.localtime(last.at)
    return (
        f"{last.actor_name} changed this request at {at:%H:%M}, while you had it open: "
        f"{last.summary}. What you wrote is kept below; nothing of it is recorded yet."
    )


def typed(request: HttpRequest) -> list[str]:
    """Everything somebody wrote for a decision that another has taken meanwhile."""
    found = []
    for key, value in request.POST.items():
        name = key.rsplit("-", 1)[-1]
        text = str(value).strip()
        if name == "outcome" and text in Outcome.values:
            found.append(Outcome(text).label)
        elif name in WRITTEN and text:
            found.append(text)
    return found


def _no_letter(referral: Referral, questions: Iterable[Question]) -> str:
    """Why whoever sent it has no letter about the question that waits for them."""
    if all(one.ended_at for one in questions):
        return ""
    return why_no_letter(referral, standings([referral.pk])[0])


def _signposted(referral: Referral) -> list[Any]:
    return list(referral.signpostings.select_related("service").defer("service__words"))


def _pausing(referral: Referral) -> Pause | None:
    """The pause that holds the clock now."""
    if referral.paused_until is None or referral.paused_until <= timezone.now():
        return None
    return referral.pauses.filter(ended_at__isnull=True, until__gt=timezone.now()).first()
