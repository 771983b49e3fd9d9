"""Something behind every address of the site: what may stand in it, and who comes in there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.acting import acting_as, acting_by_link
from assessments.actions import linking
from assessments.actions.loading import load_forms
from assessments.actions.saying import say
from assessments.link_rules import against
from assessments.models import Delegation, Plan
from audit.actions import queueing
from audit.models import Job
from cases.actions.endings.asking_to_close import ask_to_close
from cases.actions.filing import add_document
from cases.actions.leads.covering import name_cover
from cases.actions.rights import disputing, keeping
from cases.actions.rights import requests as rights
from cases.actions.sharing.breaking_glass import Whom, break_glass
from cases.actions.sharing.declaring import declare
from cases.actions.sharing.restricting import restrict
from cases.models import (
    ActsFor,
    BreakGlass,
    Case,
    CaseTransfer,
    Cleared,
    ClosedIdentity,
    Conflict,
    CopyGiven,
    Cover,
    Disposal,
    Given,
    ImportRun,
    LegalHold,
    Merge,
    NamedPerson,
    Need,
    RightsRequest,
    SchoolChange,
    Surgery,
    Withheld,
)
from localities.models import Service
from referrals.actions.disagreeing import disagree
from referrals.actions.doors import drafting
from referrals.actions.doors.importing import bring
from referrals.actions.doors.stepping_down import add_file
from referrals.actions.sampling import draw
from referrals.actions.screening import take
from referrals.actions.sending_on import send_request_on
from referrals.actions.signposting import signpost
from referrals.models import (
    Decision,
    Disagreement,
    Draft,
    Outcome,
    Panel,
    PanelItem,
    PanelMember,
    RequestFile,
    RequestSentOn,
    Sample,
    SchoolNotice,
    Signposting,
)
from reporting.actions import copying
from reporting.actions.papering import ask_for_papers
from reporting.models import Report
from tests.assessments.arranging import begun, give_to_write, led_case, started, submitted
from tests.cases.page.arranging import children_of, mother_of
from tests.cases.people.merging import closing, merged_by
from tests.cases.rights.arranging import governance
from tests.cases.withheld.arranging import (
    acts_for_father,
    family_with_a_past,
    father_of,
    keep_from_father,
)
from tests.cast import World, arranged, make_case, make_family
from tests.referrals.kinds import (
    make_notification,
    make_step_down,
    name_key_adult,
    schools_told,
)
from tests.referrals.panels import make_panel, on_agenda, waiting
from tests.referrals.requests import decided, make_request
from tests.reporting.test_pages import finished
from tests.security.matrix import NUMBERS
from tests.security.objects import give_everything, offer
from tests.security.rules import ELSEWHERE, RULES

CALL = {"caller": "Ngozi", "caller_kind": "family", "why": "The meeting on Friday"}

# Where the page is drawn for what was sent.
SENT: dict[str, dict[str, str]] = {
    "duty": {"q": "Okafor"} | CALL,
    "duty-family": CALL,
    "find": {"q": "Okafor"},
}
# Who comes in where no rule of the matrix says it by itself, by how the name begins.
WHO: dict[str, tuple[str, ...]] = {
    "rights": ("governance",),
    "copy": ("governance",),
    "who-looked": ("governance",),
    "emergency-shut": ("duty",),
    "emergency-finding": ("governance",),
    "duty": ("duty",),
    "agency": ("contact",),
    "draft": ("school",),
    "school-note": ("school",),
    "helping": ("school",),
    "report": ("analyst",),
    "request-": ("desk",),
    "sample": ("head",),
    "disagreement": ("desk",),
    "import": ("head",),
    "person-": ("desk",),
    "merge": ("desk",),
    "identity": ("head",),
    "notification": ("desk",),
    "school-notice": ("school",),
}
ANYONE = (
    "practitioner", "manager", "head", "desk", "governance", "school", "analyst", "admin",
    "contact", "duty",
)  # fmt: skip


@dataclass
class Stage:
    """Cases at several points, a request, and people's requests about their records."""

    world: World
    cases: list[Case]
    request: str
    access: RightsRequest
    wrong: RightsRequest
    dispute: int
    kinds: dict[str, str]  # a reference of each kind of request


def entitled(name: str, world: World) -> tuple[str, ...]:
    """Those of the cast who may come in, the likeliest first."""
    rule = RULES.get(name)
    if rule is not None and rule.under != "case":
        return tuple(who for who in ANYONE if rule.finds(world.people[who])) or ("manager",)
    mine = next((WHO[start] for start in WHO if name.startswith(start)), ANYONE)
    return tuple(who for who in mine if rule is None or rule.finds(world.people[who]))


def set_up(world: World) -> Stage:
    """The stage; committed, so that each attack can be taken back by itself."""
    past, full = _past(world), _full(world)
    kept = _kept(world)
    others = [started(world, led_case(world, make_family(world, "Brook"))).case,
              submitted(world, led_case(world, make_family(world, "Castle"))).case,
              _waiting(world)]  # fmt: skip
    give_to_write(world, others[0])
    begun(others[0], "conversation", world.practitioner)
    _closing_asked_for(world, others[0])
    asked = make_request()
    with acting_as(world.desk):
        take(referral=asked, by=world.desk)
    access, wrong, dispute = _rights(world, past)
    _draft(world)
    _second_look(world)
    _report(world)
    _import(world)
    _merged_and_closed(world)
    kinds = _kinds_of_request(world)
    _panel(world)
    _cover(world)
    offer(others[0], world)
    return Stage(world, [past, full, kept, *others], asked.reference, access, wrong, dispute, kinds)


def _past(world: World) -> Case:
    """Everything about parents who have parted: marks, copies, what was given, a file."""
    case = family_with_a_past(world)
    contact = case.contacts.order_by("pk")[0]
    keep_from_father(world, case, "cases.contact", contact.pk)
    acts_for_father(world, case, world.other_school)
    with acting_as(world.practitioner):
        add_document(case=case, by=world.practitioner, title="T", content=b"%PDF-1.7")
    with acting_as(world.manager):
        linked, by = world.practitioner2, world.manager
        declare(case=case, person=mother_of(case), user=linked, by=by, link="cousin")
    _rows_of(case, world)
    _said_by_link(case, world)
    return case


def _said_by_link(case: Case, world: World) -> None:
    """A link of the mother to the plan, and a word of hers."""
    mother = mother_of(case)
    until = timezone.localdate() + timedelta(days=9)
    with acting_as(world.practitioner):
        given = linking.give(
            case=case, person=mother, by=world.practitioner, terms=linking.Terms("Safe", until),
            seen=list(against(case, mother)),
        )  # fmt: skip
    with acting_by_link("Ngozi, by the link", case_id=case.pk):
        say(link=given.link, kind="comment", words="Better")


@arranged
def _rows_of(case: Case, world: World) -> None:
    now, today = timezone.now(), timezone.localdate()
    need = Need.objects.filter(case=case)[0]
    Need.objects.filter(pk=need.pk).update(
        person=mother_of(case), kind="health", about_an_adult=True
    )
    Given.objects.create(
        case=case, kind="cases.need", row_id=need.pk, agency=world.school_agency, why="To help",
        given_by=world.manager, given_at=now,
    )  # fmt: skip
    CopyGiven.objects.create(
        case=case, kind="plan", row_id=_plan(case), title="Plan", whom="Emeka",
        person=father_of(case), parts=[], digest="x", made_by=world.practitioner, made_at=now,
    )  # fmt: skip
    SchoolChange.objects.create(
        case=case, child=children_of(case)[0], child_name="Child1", old=world.school_agency,
        new=world.other_school, changed_at=now, changed_by=world.practitioner,
        writers=[world.school.pk], note_until=today + timedelta(days=9),
    )  # fmt: skip


def _full(world: World) -> Case:
    load_forms()
    case = led_case(world, make_family(world, "Adeyemi"))
    give_everything(case, world)
    return case


def _kept(world: World) -> Case:
    """A restricted record, and one that was opened in an emergency."""
    case = led_case(world, make_family(world, "Quillon"))
    restrict(
        case=case, by=world.head, kind="staff", reason="Works here",
        named=[world.practitioner, world.social_worker], deputies=[world.head],
    )  # fmt: skip
    with acting_as(world.duty):
        whom = Whom(reference=case.reference)
        break_glass(whom=whom, by=world.duty, reason="A call at night", hours=2)
    return case


def _import(world: World) -> None:
    """A file of requests that waits to be tried out."""
    with acting_as(world.head):
        bring(by=world.head, content=b"sender,worries,family_knows,given_name\n", name="r.csv")


def _cover(world: World) -> None:
    """Somebody covers for the practitioner, later on."""
    first = timezone.localdate() + timedelta(days=30)
    with acting_as(world.head):
        name_cover(
            absent=world.practitioner, worker=world.duty, from_date=first, to_date=first,
            by=world.head,
        )  # fmt: skip


def _waiting(world: World) -> Case:
    return make_case(world, make_family(world, "Dale"))


def _closing_asked_for(world: World, case: Case) -> None:
    with acting_as(world.practitioner):
        ask_to_close(
            case=case, by=world.practitioner, reason="aged_out", outcomes={}, summary="Now 18"
        )


def _rights(world: World, case: Case) -> tuple[RightsRequest, RightsRequest, int]:
    by = governance(world)
    wrong, access = (_proved(world, case, kind) for kind in ("rectification", "subject_access"))
    with acting_as(by):
        dispute = disputing.dispute(
            request=wrong, by=by, item=case, words="The reason", statement="Not so"
        )
        keeping.hold(by=by, reference=case.reference, reason="A claim")
        Disposal.objects.create(
            family_id=case.family_id, reference="FA-1", name="Okafor family", why="Because.",
            record_class="early_help_record", due_on="2025-01-02", listed_on="2026-11-25",
        )  # fmt: skip
        copying.ask_for_draft(request=access, by=by)
    queueing.run(Job.objects.get(kind="subject_access").pk)
    return access, wrong, dispute.pk


def _proved(world: World, case: Case, kind: str) -> RightsRequest:
    with acting_as(world.practitioner):
        request = rights.receive(
            by=world.practitioner, kind=kind, asker="self", words="My file", case=case,
            person=mother_of(case), received_on=date(2026, 11, 20),
        )  # fmt: skip
    with acting_as(governance(world)):
        return rights.prove(request=request, by=governance(world), proof="Passport")


@arranged
def _second_look(world: World) -> None:
    """A decision that a manager looks at again, and one that a school disagrees with."""
    decided(make_request(), world.desk, Outcome.ADVICE, None)
    today = timezone.localdate()
    draw(week=today - timedelta(days=today.weekday()))
    decision = Decision.objects.filter(outcome=Outcome.ADVICE).latest("pk")
    with acting_as(world.desk):
        disagree(decision=decision, why="So", by=world.desk)


def _kinds_of_request(world: World) -> dict[str, str]:
    """A step-down with a file, a notification of which a school was told, one that was sent on."""
    by = world.desk
    name_key_adult(world.school.agency, world.school)
    down, notified, away = make_step_down(world), make_notification(world), make_request()
    schools_told(notified)
    with acting_as(by):
        add_file(referral=down, by=by, title="Plan", content=b"%PDF-1.7", name="p")
        to = {"council_name": "Dudmere", "phone": "01632 960700", "how": "telephone"}
        send_request_on(referral=away, by=by, to=to, why="They moved")
    return {"file": down.reference, "notified": notified.reference, "away": away.reference}


def _draft(world: World) -> None:
    given = [drafting.Given("worries", {"worries": ["Late every day"]}, 0)]
    with acting_as(world.school):
        drafting.save(key=uuid4(), by=world.school, given=given)


def _panel(world: World) -> None:
    """A panel with a member and an item; an entry of the directory, named to a family."""
    panel = make_panel(world, world.school)
    asked = waiting(world)
    on_agenda(world, panel, asked)
    with acting_as(world.desk):
        service = Service.objects.create(key="debt-desk", name="Debt desk", offers="Advice")
        signpost(referral=asked, services=[service], by=world.desk)
        ask_for_papers(panel=panel, by=world.desk)


@arranged
def _merged_and_closed(world: World) -> None:
    """A child written down twice whose records were made one, and a former identity."""
    twice, former = make_family(world, "Twice"), make_family(world, "Former")
    kept, merged = children_of(make_case(world, twice))
    merged_by(world.desk, kept, merged)
    closing(world, children_of(make_case(world, former))[0])


@arranged
def _report(world: World) -> None:
    finished(world)


def _plan(case: Case) -> int:
    return Plan.objects.filter(case=case).values_list("pk", flat=True).first() or 0


def _first(rows: Any) -> Any:
    return rows.order_by("pk").values_list("pk", flat=True).first() or 0


By = Callable[[Stage, Case], Any]


def _first_of(model: Any) -> By:
    return lambda stage, case: _first(model.objects)


BY_NAME: dict[str, dict[str, By]] = {
    "person-merge": {
        "number": lambda stage, case: children_of(case)[0].pk,
        "other": lambda stage, case: children_of(case)[-1].pk,
    },
    "merge": {"number": lambda stage, case: _first(Merge.objects)},
    "merge-split": {"number": lambda stage, case: _first(Merge.objects)},
    "identity": {"number": lambda stage, case: _first(ClosedIdentity.objects)},
    "identity-clear": {"number": lambda stage, case: _first(ClosedIdentity.objects)},
    "identity-unclear": {
        "number": lambda stage, case: _first(ClosedIdentity.objects),
        "row": lambda stage, case: _first(Cleared.objects),
    },
    "request-file-add": {"reference": lambda stage, case: stage.kinds["file"]},
    "request-file": {
        "reference": lambda stage, case: stage.kinds["file"],
        "number": lambda stage, case: _first(RequestFile.objects),
    },
    "request-screening": {"reference": lambda stage, case: stage.kinds["notified"]},
    "request-tell-deputy": {
        "reference": lambda stage, case: stage.kinds["notified"],
        "number": lambda stage, case: _first(SchoolNotice.objects),
    },
    "notification": {"reference": lambda stage, case: stage.kinds["notified"]},
    "request-sent-on-answer": {
        "reference": lambda stage, case: stage.kinds["away"],
        "number": lambda stage, case: _first(RequestSentOn.objects),
    },
    "school-notice": {"number": lambda stage, case: _first(SchoolNotice.objects)},
    "assessment-finish": {
        "number": lambda stage, case: _first(
            case.assessments.filter(state="draft", form__purpose="conversation")
        )
    },
    "case-closing": {"reference": lambda stage, case: stage.cases[3].reference},
    "section-ask": {"number": lambda stage, case: _first(case.assessments)},
    **{
        f"section-{name}": {"number": lambda stage, case: _first(_asked(case))}
        for name in ("hand-in", "take-back", "read")
    },
    **{
        f"plan-link-{name}": {"number": lambda stage, case: _first(case.plan_links)}
        for name in ("code", "end")
    },
    **{
        f"family-word-{name}": {"number": lambda stage, case: _first(case.family_words)}
        for name in ("read", "saw")
    },
    "form-version": {"key": lambda stage, case: "eha", "number": lambda stage, case: 2},
    "case-copy": {"number": lambda stage, case: _first(case.copies)},
    "family-copy": {"number": lambda stage, case: _first(case.copies)},
    "family-copy-pdf": {"number": lambda stage, case: _first(case.copies)},
    "case-withheld-end": {"number": lambda stage, case: _first(_of(Withheld, case))},
    "case-withheld-proposed": {"number": lambda stage, case: _father(case)},
    "case-acts-for-end": {"number": lambda stage, case: _first(_of(ActsFor, case))},
    "case-given-end": {"number": lambda stage, case: _first(case.given)},
    "case-file": {"number": lambda stage, case: _first(case.files)},
    "case-file-end": {"number": lambda stage, case: _first(case.files)},
    "timescale-change": {"key": lambda stage, case: "allocation"},
    "worker-cover": {"number": lambda stage, case: stage.world.practitioner.pk},
    "worker-hand-over": {"number": lambda stage, case: stage.world.practitioner.pk},
    "cover-end": {"number": lambda stage, case: _first(Cover.objects)},
    "case-ask-how": {"number": lambda stage, case: _first(case.closure_checks)},
    "surgery": {"number": lambda stage, case: _first(Surgery.objects)},
    "surgery-change": {"number": lambda stage, case: _first(Surgery.objects)},
    "surgery-call-off": {"number": lambda stage, case: _first(Surgery.objects)},
    "surgery-attendance": {"number": lambda stage, case: _first(Surgery.objects)},
    "transfer": {"number": lambda stage, case: _first(CaseTransfer.objects)},
    "case-due-pause": {"number": lambda stage, case: _first(case.dues.filter(done_on=None))},
    "case-due-resume": {"number": lambda stage, case: _first(case.dues.filter(done_on=None))},
    "case-school-change": {"number": lambda stage, case: _first(case.school_changes)},
    "case-unname": {"number": lambda stage, case: _first(_of(NamedPerson, case))},
    "case-conflict-end": {"number": lambda stage, case: _conflict(case)},
    "school-note": {"number": lambda stage, case: _first(SchoolChange.objects)},
    "emergency-shut": {"number": lambda stage, case: _first(BreakGlass.objects)},
    "emergency-finding": {"number": lambda stage, case: _first(BreakGlass.objects)},
    "rights-hold-end": {"number": lambda stage, case: _first(LegalHold.objects)},
    "rights-disposal-decide": {"number": lambda stage, case: _first(Disposal.objects)},
    "rights-name-part": {"reference": lambda stage, case: stage.wrong.reference},
    "rights-dispute": {
        "reference": lambda stage, case: stage.wrong.reference,
        "number": lambda stage, case: stage.dispute,
    },
    "copy-item": {"number": lambda stage, case: 1},
    "copy-download": {"kind": lambda stage, case: "draft", "form": lambda stage, case: "pdf"},
    "import": {"number": lambda stage, case: _first(ImportRun.objects)},
    "report": {"number": lambda stage, case: _first(Report.objects)},
    "sample": {"number": lambda stage, case: _first(Sample.objects)},
    "disagreement": {"number": lambda stage, case: _first(Disagreement.objects)},
    "case-withhold": {
        "kind": lambda stage, case: "cases.contact",
        "row": lambda stage, case: _first(case.contacts),
    },
    "case-give": {
        "kind": lambda stage, case: "cases.need",
        "row": lambda stage, case: _first(case.needs),
    },
    "case-copy-for": {
        "kind": lambda stage, case: "plan",
        "row": lambda stage, case: _plan(case),
    },
    "case-copy-beside": {
        "kind": lambda stage, case: "plan",
        "row": lambda stage, case: _plan(case),
    },
}
_PANEL_ROWS: dict[str, Any] = {
    "number": Panel, "item": PanelItem, "member": PanelMember,
}  # fmt: skip
BY_NAME |= {
    "directory-entry": {"key": lambda stage, case: "debt-desk"},
    "signposting-one": {"number": lambda stage, case: _first(Signposting.objects)},
}
BY_NAME |= {
    name: {key: _first_of(rows) for key, rows in _PANEL_ROWS.items()}
    for name in ELSEWHERE
    if name.startswith("panel")
}
BY_KEY: dict[str, By] = {
    "reference": lambda stage, case: case.reference,
    "key": lambda stage, case: "overdue",
    "section": lambda stage, case: "home",
    "whom": lambda stage, case: f"person-{_father(case)}",
    "user_id": lambda stage, case: stage.world.school.pk,
}


def value_of(stage: Stage, name: str, key: str, case: Case) -> Any:
    """What may stand for `key` in the address of this name, for this case."""
    if key == "reference" and name.startswith(("request", "rights", "copy", "notification")):
        own = BY_NAME.get(name, {}).get(key)
        rights_or_request = stage.request if name.startswith("request") else stage.access.reference
        return own(stage, case) if own else rights_or_request
    if key == "key" and name.startswith("draft"):
        return Draft.objects.get().key
    if key == "key" and name in {"figure", "api-measure"}:
        return "step_ups"
    if name.startswith("import-"):
        return _first(ImportRun.objects)
    if name.startswith("report-"):
        return _first(Report.objects)
    own = BY_NAME.get(name, {}).get(key) or BY_KEY.get(key)
    if own:
        return own(stage, case)
    number = NUMBERS.get(name if key == "number" else key) or NUMBERS["number"]
    return number(case, stage.world)


def _asked(case: Case) -> Any:
    return Delegation.objects.filter(case=case)


def _of(model: Any, case: Case) -> Any:
    return model.objects.filter(family=case.family_id)


def _father(case: Case) -> int:
    found = case.family.people.filter(given_name="Emeka").first()
    return found.pk if found else 0


def _conflict(case: Case) -> int:
    return int(_first(Conflict.objects.filter(person__memberships__family=case.family_id)))
