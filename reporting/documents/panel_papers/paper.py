"""What stands in the papers of a panel: the least that a decision needs.

No address, telephone, NHS number or UPN; adults by how they belong to the child; who asks by kind
or agency; the family's story as facts, never as anybody's words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.template.loader import render_to_string
from django.utils import timezone

from audit.days import in_words
from cases.models import Case, Closure
from cases.needs import NeedKind
from referrals.describing import age_words, source_words, title
from referrals.families import families_of
from referrals.models import Decision, Outcome, Panel, PanelItem, Referral, ReferralPerson
from referrals.queries.panels import days_waiting
from reporting.showing.words import counted

TEMPLATE = "reporting/pdf/panel_papers.html"
Kind = ReferralPerson.Kind


@dataclass(frozen=True)
class ItemPaper:
    """One item as the members read it."""

    number: int
    item: PanelItem
    title: str
    children: list[str]
    adults: list[str]
    facts: list[tuple[str, str]]
    texts: list[tuple[str, str]]
    known: list[str] = field(default_factory=list)


def compose(items: Sequence[PanelItem], on: date) -> list[ItemPaper]:
    """The items in the order given, each with what is known of the family."""
    return [_paper(number, item, on) for number, item in enumerate(items, start=1)]


def html_of(panel: Panel, papers: list[ItemPaper], *, council: str) -> str:
    seats = panel.members.filter(removed_at__isnull=True).select_related("user", "agency")
    return render_to_string(
        TEMPLATE,
        {"panel": panel, "papers": papers, "members": seats, "council": council},
    )


def _paper(number: int, item: PanelItem, on: date) -> ItemPaper:
    referral = item.referral
    people = list(referral.people.select_related("person"))
    children = [person for person in people if person.kind != Kind.ADULT]
    return ItemPaper(
        number=number,
        item=item,
        title=title(children),
        children=[_child(child, on) for child in children],
        adults=[person.relationship or "Adult" for person in people if person.kind == Kind.ADULT],
        facts=_facts(referral),
        texts=[(label, words) for label, words in _texts(referral) if words],
        known=known_of(people),
    )


def _child(child: ReferralPerson, on: date) -> str:
    school = f", {child.school_name}" if child.school_name else ""
    return f"{child.name} ({age_words(child, on)}){school}"


def _facts(referral: Referral) -> list[tuple[str, str]]:
    received = timezone.localdate(referral.received_at)
    needs = ", ".join(str(NeedKind(reason).label) for reason in referral.reasons)
    place = referral.locality.name if referral.locality else "Not known yet"
    rows = [
        ("Request", f"{referral.reference}, received {in_words(received)}"),
        ("Waiting for a panel", counted(days_waiting(referral), "day")),
        ("Who asks", source_words(referral)),
        ("Locality", place),
        ("What it is about", needs),
        ("What the family knows", str(referral.get_family_knows_display())),
    ]
    return [(label, words) for label, words in rows if words]


def _texts(referral: Referral) -> list[tuple[str, str]]:
    put = Decision.objects.filter(
        referral=referral, outcome=Outcome.PANEL, superseded_at__isnull=True
    )
    reasons = dict.fromkeys(put.values_list("reason", flat=True))
    return [
        ("What worries whoever asks", referral.worries),
        ("What is going well", referral.going_well),
        ("What has been tried", referral.tried),
        ("Why the desk puts this to the panel", "\n\n".join(reasons)),
    ]


def known_of(people: Sequence[ReferralPerson]) -> list[str]:
    """Whether early help knows the family, from the matches that were judged, in facts."""
    linked = [person.person_id for person in people if person.person_id]
    if not linked:
        return ["Nobody in this request has been found to be known to early help."]
    names = [person.name for person in people if person.person_id and person.kind != Kind.ADULT]
    found = [f"Known to early help: {', '.join(names)}."] if names else []
    cases = Case.objects.filter(family__in=families_of(linked))
    if cases.live().exists():
        found.append("The family has an open case.")
    ended = Closure.objects.filter(case__in=cases, reopened_on__isnull=True).order_by("-closed_on")
    if (count := ended.count()) and (last := ended.first()):
        times = "One case has ended" if count == 1 else f"{count} cases have ended"
        day = last.closed_on
        found.append(f"{times}, the last on {in_words(day)}: {last.get_reason_display()}.")
    return found or ["An adult of the family is known to early help; it had no case."]
