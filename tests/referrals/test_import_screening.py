"""After a file is imported: whether the families are known, found out for many at once."""

from pathlib import Path

from accounts.acting import acting_as_system
from audit.actions import queueing
from audit.models import Event, Job
from cases.actions.sharing.restricting import restrict
from referrals.actions.screening import known_now
from referrals.models import Referral
from tests.cast import World, make_case, make_family
from tests.referrals.files import file_of, imported, row


def screened() -> None:
    for job in Job.objects.filter(kind="screen_imported"):
        queueing.run(job.pk)


def test_each_request_is_noted_as_if_it_had_come_alone(world: World, tmp_path: Path) -> None:
    make_family(world, "Okafor")
    rows = [
        row(reference="1", given_name="Child1", date_of_birth="2/3/2015"),
        row(reference="2", given_name="Xu", family_name="Quux", postcode="B1 1AA"),
    ]
    imported(tmp_path, file_of(*rows))
    alone = [known_now(one) for one in Referral.objects.order_by("pk")]
    screened()
    assert list(Referral.objects.order_by("pk").values_list("known", flat=True)) == alone
    assert alone == ["possibly", "not_known"]


def test_the_people_named_on_a_restricted_record_are_told(world: World, tmp_path: Path) -> None:
    case = make_case(world, make_family(world, "Kept", children=1))
    with acting_as_system("arranging"):
        restrict(
            case=case, by=world.manager, kind="staff", reason="Works here",
            named=[world.manager, world.social_worker], deputies=[world.head],
        )  # fmt: skip
    imported(
        tmp_path,
        file_of(row(given_name="Child1", family_name="Kept", date_of_birth="2/3/2015")),
    )
    screened()
    one = Referral.objects.get()
    assert one.kept_for_id == case.family_id
    assert one.known == "unchecked"  # to the desk it is not there
    assert Event.objects.filter(verb="request.kept", subject_id=one.pk).count() == 1
    assert Job.objects.filter(kind="send_mail").exists()
