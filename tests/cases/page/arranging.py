"""A family that fills every part of the case page, and a case with a long past."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.models import Event
from cases.actions.contacting import record_contact
from cases.actions.people import housing, protecting
from cases.actions.people.registering import add_to_family, register_family, register_person
from cases.actions.sharing import agreeing
from cases.models import Alert, Case, Contact, Couple, FamilyLink, Parentage, Person
from tests.cast import World

SAFE = "Safe House 7, Hidden Lane"


def mother_of(case: Case) -> Person:
    ours = Person.objects.filter(memberships__family=case.family_id)
    return ours.get(memberships__relationship="mother")


def children_of(case: Case) -> list[Person]:
    return list(Person.objects.filter(case_children__case=case).order_by("pk"))


def fill(case: Case, world: World) -> Case:
    """Give the family a second home, an unborn child, warnings, orders, ways, agreement, links."""
    by, today = world.practitioner, timezone.localdate()
    mother, children = mother_of(case), children_of(case)
    father = add_member(case, world, "Emeka", "father", household=2, sex="M")
    unborn = add_member(case, world, "", "child", kind="unborn", expected_on=date(2027, 2, 3))
    with acting_as(by):
        for child in (*children, unborn):
            Parentage.objects.create(child=child, parent=mother)
            Parentage.objects.create(child=child, parent=father)
        one, other = sorted((mother, father), key=lambda person: person.pk)
        Couple.objects.create(one=one, other=other, state="separated")
        Alert.objects.create(
            person=mother,
            kind="dog",
            text="Large dog, untied",
            source="Housing officer",
            recorded_on=today - timedelta(days=90),
            review_on=today - timedelta(days=3),
        )
        protecting.record_order(
            case=case,
            person=children[0],
            by=by,
            kind="Non-molestation order",
            text="He must not come to the school",
            source="Order seen",
            made_on=today - timedelta(days=30),
            ends_on=today + timedelta(days=300),
            restrains=father,
        )
        protecting.record_responsibility(
            case=case, person=children[0], by=by, holder=mother, source="Mother"
        )
        housing.record_way(
            case=case, person=mother, by=by, kind="mobile", value="07700 900123",
            safe_to_contact="yes",
        )  # fmt: skip
        housing.record_way(
            case=case, person=mother, by=by, kind="phone", value="01632 960555",
            safe_to_contact="no", note="He listens in",
        )  # fmt: skip
        housing.move_home(
            case=case, people=[father], by=by, kind="refuge", lines=SAFE, postcode="WV10 9AA",
            safe_address=True,
        )  # fmt: skip
        agreeing.record_agreement(case=case, by=by, how="in_person", person=mother)
        agreeing.record_sharing(
            case=case, by=by, agency=world.school_agency, basis="public_task", what="The plan"
        )
        agreeing.give_notice(case=case, by=by, language="Igbo", person=mother)
        record_contact(
            case=case, by=by, kind="home_visit", text="Seen at home.", children_seen=children
        )
    return case


def add_member(
    case: Case, world: World, name: str, relationship: str, kind: str = "adult",
    household: int = 1, **facts: object,
) -> Person:  # fmt: skip
    with acting_as_system("arranging a test"):
        person = register_person(
            by=world.desk, kind=kind, given_name=name, family_name="Nowak", **facts
        )
        add_to_family(
            family=case.family, person=person, relationship=relationship, by=world.desk,
            household=household,
        )  # fmt: skip
    return person


def link(case: Case, world: World, name: str = "Kaya") -> FamilyLink:
    """Another family, to which the case's first child belongs too."""
    with acting_as_system("arranging a test"):
        other = register_family(name=f"{name} family", by=world.desk)
        child = children_of(case)[0]
        add_to_family(family=other, person=child, relationship="child", by=world.desk)
        return FamilyLink.objects.create(
            one=min(case.family, other, key=lambda family: family.pk),
            other=max(case.family, other, key=lambda family: family.pk),
            why="Weekends with her father",
            coordinating_lead=world.practitioner,
        )


def long_past(case: Case, world: World, entries: int) -> None:
    """So many lines of a timeline, half contacts and half events, one an hour."""
    start = timezone.now() - timedelta(days=400)
    by = world.practitioner
    with acting_as_system("arranging a test"):
        Contact.objects.bulk_create(
            Contact(
                case=case,
                kind=Contact.Kind.PHONE,
                happened_at=start + timedelta(hours=hour),
                recorded_at=start + timedelta(hours=hour),
                by=by,
                text=f"Call {hour}",
            )
            for hour in range(0, entries, 2)
        )
        Event.objects.bulk_create(
            Event(
                at=start + timedelta(hours=hour),
                actor_id=by.pk,
                actor_name=by.name,
                verb="plan.action_done",
                case_id=case.pk,
                family_id=case.family_id,
                subject="assessments.action",
                subject_id=hour,
                summary=f"Done: thing {hour}",
            )
            for hour in range(1, entries, 2)
        )
