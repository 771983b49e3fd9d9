"""The Team Around the Family, and the bases on which it is told anything."""

from datetime import date
from typing import NamedTuple

from cases.models import SharingBasis, TafMember
from earlyhelp.demo.kin import Kin
from earlyhelp.demo.present.scene import Folder, Scene, tell
from earlyhelp.demo.staff import Worker
from localities.models import Agency

WHAT = "The early help assessment and plan of the family"
PLAN_ONLY = "The plan’s actions for the agency, and the dates of meetings"


class Member(NamedTuple):
    """Somebody of the team, who has an account or not."""

    name: str
    agency: Agency
    user_id: int | None = None


def share_with(
    scene: Scene, folder: Folder, agency: Agency, day: date, by: Worker, what: str = WHAT
) -> None:
    """A basis on which an agency may be told what is named."""
    number = scene.book.add(
        SharingBasis,
        family_id=folder.home.id,
        agency_id=agency.pk,
        basis=SharingBasis.Basis.PUBLIC_TASK,
        what=what,
        from_date=day,
        recorded_by_id=by.id,
    )
    said = f"Sharing with {agency.name} recorded: public task"
    tell(scene, folder, "family.shared", said, day, by, SharingBasis, number)


def gather_team(scene: Scene, folder: Folder) -> list[Member]:
    """Put the school, the health visitor and others round the family; who they are."""
    day, lead = folder.course.contacted, folder.lead
    if day is None or lead is None:
        return []
    team: list[Member] = []
    if lead.agency != scene.place.council:
        _join(scene, folder, lead.name, "", lead.agency, day, lead)
        team.append(Member(lead.name, lead.agency, lead.id))
    for school in _schools(folder):
        if school == lead.agency or not scene.chance.happens(0.4):
            continue
        worker = _worker_of(scene, school)
        share_with(scene, folder, school, day, lead)
        _join(scene, folder, worker.name, "School", school, day, worker)
        team.append(Member(worker.name, school, worker.id))
    for name, role, agency in _others(scene, folder):
        if agency != lead.agency:
            share_with(scene, folder, agency, day, lead, PLAN_ONLY)
            _join(scene, folder, name, role, agency, day, None)
            team.append(Member(name, agency))
    return team


def _join(
    scene: Scene,
    folder: Folder,
    name: str,
    role: str,
    agency: Agency,
    day: date,
    worker: Worker | None,
) -> None:
    number = scene.book.add(
        TafMember,
        **folder.keys(),
        user_id=worker.id if worker else None,
        name=name,
        role=role,
        agency_id=agency.pk,
        joined_on=day,
    )
    said = f"{name} joined the Team Around the Family"
    tell(scene, folder, "taf.joined", said, day, folder.worker, TafMember, number)


def _schools(folder: Folder) -> list[Agency]:
    found: list[Agency] = []
    for child in folder.home.children:
        if child.school and child.school not in found:
            found.append(child.school)
    return found[:2]


def _worker_of(scene: Scene, school: Agency) -> Worker:
    for workers in scene.staff.schools.values():
        for worker in workers:
            if worker.agency == school:
                return worker
    raise KeyError(school.name)


def _others(scene: Scene, folder: Folder) -> list[tuple[str, str, Agency]]:
    chance, place = scene.chance, scene.place
    others: list[tuple[str, str, Agency]] = []
    if _any_under(folder.home.children, 5, folder.course.opened):
        others.append(("Ruth Hadley", "Health visitor", place.health[0]))
    elif chance.happens(0.3):
        others.append(("Farah Malik", "School nurse", place.health[1]))
    if chance.happens(0.18):
        others.append(("Leon Facey", "Young carers’ worker", place.voluntary[1]))
    if any(theme.kind == "housing" for theme in folder.story.themes):
        others.append(("Carol Jeavons", "Housing officer", place.housing))
    return others


def _any_under(children: list[Kin], years: int, day: date) -> bool:
    return any(child.age_on(day) < years for child in children)
