"""The copy of everything held about one person: complete, marked, decided, produced."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from pypdf import PdfReader

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from audit.models import Job, Look
from audit.refusal import Refused
from cases.actions.contacting import record_contact
from cases.models import Case, Contact, ContactWay, Person, RightsRequest
from reporting.actions import copying, judging
from reporting.documents.subject_access.finding import EXEMPT, facts_of, models_by_table, rows_about
from reporting.documents.subject_access.marking import Marker
from reporting.documents.subject_access.paper import BLACKED_OUT, pieces_of
from reporting.documents.subject_access.words import LABELS, OWN_OF, TITLES
from reporting.models import Bundle, BundleFile, BundleItem
from tests.cases.page import arranging
from tests.cases.page.arranging import SAFE, fill
from tests.cases.rights.arranging import governance, proved, run
from tests.cast import World, make_case, make_family
from tests.fixtures.world import as_nobody

Decision = BundleItem.Decision
HIDDEN = [
    "Emeka",
    "EMEKA",
    "Child1",
    "Child2",
    "07700900777",
    "aunt@example.org",
    "07700 900 777",
    "Safe House",
    "safe house",
    "2nd March 2015",
]


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)


@pytest.fixture
def led(world: World) -> Case:
    from cases.actions.leads.allocating import allocate

    case = make_case(world, make_family(world, "Nowak"))
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    with acting_as(world.head):
        return Case.objects.select_related("family", "locality").get(pk=case.pk)


@pytest.fixture
def full(world: World, led: Case) -> Case:
    """A family with everything, and another person planted in structure and in words."""
    with acting_as_system("arranging a test"):
        fill(led, world)
        father = Person.objects.get(memberships__family=led.family_id, given_name="Emeka")
        ContactWay.objects.create(person=father, kind="mobile", value="07700 900 777")
        record_contact(
            case=led,
            by=world.practitioner,
            kind="home_visit",
            text=f"EMEKA rang from 07700900777; lives at {SAFE.lower()}. Child1, born 2nd March "
            "2015, was there. Ring the aunt on 0163 296 0888 or aunt@example.org, WV1 1AA.",
            children_seen=children_of(led),
        )
    return led


def mother_of(case: Case) -> Person:
    with acting_as_system("arranging a test"):
        return arranging.mother_of(case)


def children_of(case: Case) -> list[Person]:
    with acting_as_system("arranging a test"):
        return arranging.children_of(case)


def drafted(world: World, case: Case, person: Person) -> tuple[RightsRequest, Bundle, User]:
    request, by = proved(world, case, person), governance(world)
    with acting_as(by):
        bundle = copying.ask_for_draft(request=request, by=by)
    job = run(Job.objects.get(pk=bundle.job_id))
    assert job.state == Job.State.DONE, job.problem
    return request, bundle, by


def words_of(request: RightsRequest, by: User, kind: str) -> str:
    with acting_as(by):
        file = BundleFile.objects.get(bundle__request=request, kind=kind)
    reader = PdfReader(BytesIO(bytes(file.pdf)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def item_about(bundle: Bundle, words: str) -> BundleItem:
    items = BundleItem.objects.filter(bundle=bundle, source="cases.contact")
    return next(one for one in items if words in str(one.lines))


def decide_all(bundle: Bundle, by: User, decision: str = "redact", **more: Any) -> None:
    with acting_as(by):
        for item in BundleItem.objects.filter(bundle=bundle, decision="undecided"):
            judging.decide(item=item, by=by, decision=decision, **more)


def produced(request: RightsRequest, by: User) -> Job:
    with acting_as(by):
        bundle = copying.ask_for_final(request=request, by=by)
    return run(Job.objects.get(pk=bundle.final_job_id or 0))


def test_every_table_that_leads_to_a_person_is_in_the_copy_or_exempt(world: World) -> None:
    """By the keys of the database and by the models: neither knows a table the other does not."""
    reached = set(_tables_with_a_way())
    with_a_path = {model._meta.label for model in _models_with_a_way()}
    labels = {models_by_table()[table]._meta.label for table in reached}
    assert with_a_path - labels == set()
    assert set(EXEMPT) <= with_a_path
    assert all(reason for reason in EXEMPT.values())


def _models_with_a_way() -> set[type[models.Model]]:
    roots = {"cases.Person", "cases.Case", "cases.Family", "referrals.Referral"}
    found = {apps.get_model(label) for label in roots}
    while True:
        more = {
            model
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and field.related_model in found
        } - found
        if not more:
            return found
        found |= more


def _tables_with_a_way() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE way AS (SELECT unnest(ARRAY['cases_person', 'cases_case',"
            " 'cases_family', 'referrals_referral'])::regclass AS held UNION"
            " SELECT link.conrelid::regclass FROM pg_constraint link JOIN way"
            " ON link.confrelid = way.held WHERE link.contype = 'f' AND cardinality(conkey) = 1)"
            " SELECT held::text FROM way"
        )
        yield from (row[0] for row in cursor.fetchall())


def test_what_is_planted_in_every_table_is_found(world: World, full: Case) -> None:
    mother = mother_of(full)
    request, by = proved(world, full, mother), governance(world)
    with acting_as(by):
        found = rows_about(request.pk)
    with acting_as_system("counting"):
        kinds = {row.model._meta.label for row in found}
        expected = {
            model._meta.label
            for model in _models_with_a_way()
            if model._meta.label not in EXEMPT and _rows_of(model, full, mother)
        }
        assert expected - kinds == set()
        contacts = {row.id for row in found if row.model is Contact}
        assert contacts == set(Contact.objects.filter(case=full).values_list("pk", flat=True))
    assert {"audit.Event", "audit.Look"} >= {label for label in kinds if label.startswith("audit")}


def _rows_of(model: type[models.Model], case: Case, person: Person) -> bool:
    """Whether a table holds a row by a key straight to the person, family or case."""
    wanted = {"cases.Person": person.pk, "cases.Family": case.family_id, "cases.Case": case.pk}
    to_people = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Person
    ]
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey):
            continue
        label = field.related_model._meta.label
        if label == "cases.Person" and model._base_manager.filter(**{field.name: person}).exists():
            return True
        to_it = label in wanted and label != "cases.Person" and not to_people
        if to_it and model._base_manager.filter(**{field.name: wanted[label]}).exists():
            return True
    return False


@pytest.mark.parametrize(
    "change",
    [
        {"state": "new"},
        {"state": "answered", "outcome": "sent", "answer": "x", "answered_on": "2026-11-25"},
        {"proved_on": None, "proof": ""},
        {"person": None},
        {"kind": "rectification"},
    ],
)
def test_the_functions_give_nothing_without_an_open_request_with_proof(
    world: World, full: Case, change: dict[str, Any]
) -> None:
    request, by = proved(world, full, mother_of(full)), governance(world)
    with acting_as(by):
        assert rows_about(request.pk)
        assert facts_of(request.pk)
        RightsRequest.objects.filter(pk=request.pk).update(**change)
        assert rows_about(request.pk) == []
        assert facts_of(request.pk) == []


def others(world: World) -> list[User]:
    """Everybody whose work people’s rights are not."""
    return [user for user in world.people.values() if user.role != "information_governance"]


def test_the_functions_give_nothing_to_anybody_else(world: World, full: Case) -> None:
    request = proved(world, full, mother_of(full))
    for user in others(world):
        with acting_as(user):
            assert rows_about(request.pk) == [], user
            assert facts_of(request.pk) == [], user
    with as_nobody():
        assert rows_about(request.pk) == []


def test_a_person_of_another_family_is_not_in_it(world: World, full: Case) -> None:
    other = make_case(world, make_family(world, "Kaya"))
    request, by = proved(world, full, mother_of(full)), governance(world)
    with acting_as(by):
        found = rows_about(request.pk)
    assert not [row for row in found if row.model is Case and row.id == other.pk]
    assert "Kaya" not in str([row.content for row in found])
    siblings = {child.pk for child in children_of(full)}
    assert not [row for row in found if row.model is Person and row.id in siblings]


def test_the_draft_is_made_looked_at_and_marked(world: World, full: Case) -> None:
    request, bundle, by = drafted(world, full, mother_of(full))
    assert Look.objects.filter(kind="exported", actor_id=by.pk, what__contains=request.reference)
    with acting_as(by):
        item = item_about(bundle, "EMEKA")
    marked = {item.lines[number][1][start:end] for number, start, end, *_ in item.marks}
    assert {"EMEKA", "07700900777", "aunt@example.org", "0163 296 0888", "WV1 1AA"} <= marked
    assert any("safe house 7" in words for words in marked)
    assert "2nd March 2015" in marked
    assert "Draft for the reviewer" in words_of(request, by, "draft")


def test_the_final_holds_nobody_else_unless_kept_by_decision(world: World, full: Case) -> None:
    request, bundle, by = drafted(world, full, mother_of(full))
    decide_all(bundle, by)
    assert produced(request, by).state == Job.State.DONE
    words = words_of(request, by, "final")
    with acting_as(by):
        data = str(BundleFile.objects.get(bundle=bundle, kind="final").data)
    for text in (words, data):
        for hidden in HIDDEN:
            assert hidden not in text, hidden
        assert "Ngozi" in text
    with acting_as(by):
        item = item_about(bundle, "EMEKA")
        judging.decide(item=item, by=by, decision="keep", note="She was there and knows")
    assert produced(request, by).state == Job.State.DONE
    assert "EMEKA rang" in words_of(request, by, "final")


def test_the_marks_do_it(world: World, full: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The anti-test: without the marks the same copy gives them away."""
    monkeypatch.setattr(Marker, "marks", lambda self, text: [])
    request, bundle, by = drafted(world, full, mother_of(full))
    decide_all(bundle, by)
    assert produced(request, by).state == Job.State.DONE
    assert "EMEKA" in words_of(request, by, "final")


def test_nothing_undecided_is_sent(world: World, full: Case) -> None:
    request, bundle, by = drafted(world, full, mother_of(full))
    with acting_as(by), pytest.raises(Refused, match="are not decided"):
        copying.ask_for_final(request=request, by=by)
    decide_all(bundle, by)
    with acting_as(by):
        asked = copying.ask_for_final(request=request, by=by)
        item = BundleItem.objects.filter(bundle=bundle).first()
        assert item is not None
        judging.decide(item=item, by=by, decision="undecided")
    job = run(Job.objects.get(pk=asked.final_job_id or 0))
    assert job.state == Job.State.FAILED
    assert "not decided" in job.problem
    with acting_as(by):
        assert not BundleFile.objects.filter(kind="final").exists()


def test_what_is_withheld_is_not_in_it_and_its_reason_is(world: World, full: Case) -> None:
    request, bundle, by = drafted(world, full, mother_of(full))
    with acting_as(by):
        item = item_about(bundle, "EMEKA")
        with pytest.raises(Refused, match="say why it is left out"):
            judging.decide(item=item, by=by, decision="withhold")
        with pytest.raises(Refused, match="names other people"):
            judging.decide(item=item, by=by, decision="keep")
        judging.decide(item=item, by=by, decision="withhold", exemption="serious_harm")
    decide_all(bundle, by)
    assert produced(request, by).state == Job.State.DONE
    words = words_of(request, by, "final")
    assert "rang from" not in words
    assert "Serious harm" in words


def test_what_the_reviewer_marks_goes_too(world: World, full: Case) -> None:
    request, bundle, by = drafted(world, full, mother_of(full))
    with acting_as(by):
        item = item_about(bundle, "the aunt")
        with pytest.raises(Refused, match="does not stand in it"):
            judging.decide(item=item, by=by, decision="redact", also=["the uncle"])
        judging.decide(item=item, by=by, decision="redact", also=["the  AUNT"])
    decide_all(bundle, by)
    produced(request, by)
    assert "the aunt" not in words_of(request, by, "final")


def test_a_job_done_twice_or_killed_lands_once(world: World, full: Case) -> None:
    request, bundle, by = drafted(world, full, mother_of(full))
    with acting_as(by):
        before = list(BundleItem.objects.filter(bundle=bundle).values_list("pk", flat=True))
    job = Job.objects.get(pk=bundle.job_id)
    run(job)  # done: nobody does it again
    with acting_as(by):
        assert list(BundleItem.objects.filter(bundle=bundle).values_list("pk", flat=True)) == before
        again = copying.ask_for_draft(request=request, by=by)
        assert again.pk == bundle.pk
    landing = copying.draft(job)  # a worker killed before its landing has left nothing
    with acting_as(by):
        assert BundleItem.objects.filter(bundle=bundle).count() == len(before)
    landing()
    with acting_as(by):
        assert BundleItem.objects.filter(bundle=bundle).count() >= len(before)
        assert BundleFile.objects.filter(bundle=bundle).count() == 1


def test_nobody_else_asks_or_decides(world: World, full: Case) -> None:
    _request, bundle, by = drafted(world, full, mother_of(full))
    with acting_as(by):
        item = BundleItem.objects.filter(bundle=bundle).first()
        assert item is not None
    for user in others(world):
        with acting_as(user):
            assert not Bundle.objects.exists(), user
            assert not BundleItem.objects.exists(), user
            assert not BundleFile.objects.exists(), user
            with pytest.raises((Refused, BundleItem.DoesNotExist)):
                judging.decide(item=item, by=user, decision="keep")


def test_it_speaks_of_nothing_that_is_the_products_own(world: World, full: Case) -> None:
    """No digest, salt or number of a row; every kind of item and line has words of its own."""
    _request, bundle, by = drafted(world, full, mother_of(full))
    with acting_as(by):
        items = list(BundleItem.objects.filter(bundle=bundle))
    labels = {label for item in items for label, _words in item.lines}
    assert not labels & {"Salt", "Xid", "Written", "Verb", "Subject", "Key", "Digest", "Handle"}
    assert not {item.title for item in items} & {"Event", "Membership", "Parentage", "Contact way"}
    deeds = [dict(item.lines) for item in items if item.source == "audit.event"]
    assert all({"When", "By", "What"} <= set(deed) for deed in deeds)


def test_every_word_for_an_item_is_of_a_table_there_is() -> None:
    for label, field in LABELS:
        assert apps.get_model(label)._meta.get_field(field)
    for label in {*TITLES, *OWN_OF}:
        assert apps.get_model(label)


def test_roles_alone_say_who_looked(world: World, full: Case) -> None:
    from audit.actions.recording import looked

    with acting_as(world.practitioner):
        looked("opened", "Summary of it", by=world.practitioner, case_id=full.pk)
    _request, bundle, by = drafted(world, full, mother_of(full))
    with acting_as(by):
        items = BundleItem.objects.filter(bundle=bundle, part="looked")
        assert items
        assert all(world.practitioner.name not in str(item.lines) for item in items)
        assert any("Practitioner" in str(item.lines) for item in items)


def test_the_pdf_can_be_read_by_everybody(world: World, full: Case, tmp_path: Any) -> None:
    import pdfua

    request, bundle, by = drafted(world, full, mother_of(full))
    decide_all(bundle, by)
    produced(request, by)
    with acting_as(by):
        for kind in ("draft", "final"):
            file = tmp_path / f"{kind}.pdf"
            file.write_bytes(bytes(BundleFile.objects.get(bundle=bundle, kind=kind).pdf))
            found = pdfua.validate(str(file))
            assert found.exit_code == 0, found.findings
    assert not re.search(r"\bNone\b", words_of(request, by, "final"))


def test_a_name_marked_word_by_word_is_left_out_once() -> None:
    marks = [(0, 6, "name"), (7, 12, "name"), (17, 20, "name")]
    sent = pieces_of("Kieran Nolan and Cai came", marks, out=True)
    assert "".join(piece.text for piece in sent) == f"{BLACKED_OUT} and {BLACKED_OUT} came"
    draft = pieces_of("Kieran Nolan and Cai came", marks, out=False)
    assert "".join(piece.text for piece in draft) == "Kieran Nolan and Cai came"
