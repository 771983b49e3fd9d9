"""The way a family of today came: a request that was decided, a step-down, the hub."""

from datetime import datetime, timedelta
from typing import Any

from cases.models import Case
from earlyhelp.demo.book import at
from earlyhelp.demo.present.asking import Source, some_source, write_request
from earlyhelp.demo.present.handing_over import write_step_down
from earlyhelp.demo.present.scene import Folder, Scene, next_moment
from earlyhelp.demo.staff import Worker
from referrals.models import Decision, Outcome, Referral
from referrals.sources import BY_AGENCY

Door = Case.Door


def come_in(scene: Scene, folder: Folder, door: str) -> Worker:
    """The way the family came; who opened the case."""
    if door == Door.STEP_DOWN:
        write_step_down(scene, folder)
        return folder.manager
    if door == Door.LOCALITY:
        return folder.manager
    decider = scene.chance.pick(scene.staff.at_the_desk(folder.course.opened))
    _request(scene, folder, decider)
    return decider


def _request(scene: Scene, folder: Folder, decider: Worker) -> None:
    course, home, lead = folder.course, folder.home, folder.lead
    received = scene.moment(course.received)
    decided = next_moment(scene, folder, course.opened)
    if decided <= received:
        received = decided - timedelta(minutes=scene.chance.between(45, 200))
    offers: dict[str, Any] = {}
    source = some_source(scene.chance, scene.place, home)
    if lead is not None and lead.agency != scene.place.council:
        sender = BY_AGENCY[lead.agency.kind]
        source = Source(sender, lead.name, "Lead for early help", lead.agency)
        offers = {"offers_to_lead": True, "sender_user_id": lead.id, "door": Referral.Door.PARTNER}
    referral_id, children = write_request(
        scene,
        home,
        folder.story,
        received,
        at(scene.days.add(course.received, 1), received.hour, received.minute),
        source,
        linked=True,
        stage=Referral.Stage.DECIDED,
        known=Referral.Known.KNOWN,
        taken_by_id=decider.id,
        taken_at=received + timedelta(minutes=15),
        decided_at=decided,
        family_id=home.id,
        case_id=folder.id,
        **offers,
    )
    _decide(scene, folder, referral_id, children, decided, decider)
    scene.book.tell(
        "request.decided",
        "Decided: early help",
        decided,
        decider,
        Referral,
        referral_id,
        reason=folder.row["reason"],
        **folder.keys(),
    )


def _decide(
    scene: Scene,
    folder: Folder,
    referral_id: int,
    children: list[int],
    decided: datetime,
    decider: Worker,
) -> None:
    for child_id in children:
        scene.book.add(
            Decision,
            referral_id=referral_id,
            child_id=child_id,
            outcome=Outcome.EARLY_HELP,
            level=folder.row["level"],
            reason=folder.row["reason"],
            decided_on=folder.course.opened,
            decided_at=decided,
            decided_by_id=decider.id,
            case_id=folder.id,
        )
