"""What is kept from somebody, an agreement withdrawn, and a request to see a record.

Written last and without chance, so that everything else comes out as it would without it.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, models

from audit.actions.numbering import reserve_references
from cases.journey import Stage
from cases.models import (
    Agreement,
    BreakGlass,
    Case,
    CourtOrder,
    NamedPerson,
    Restriction,
    RightsRequest,
    SharingBasis,
    Withdrawal,
    Withheld,
)
from cases.rights_clock import due_by
from cases.rights_way import State
from earlyhelp.demo.book import at
from earlyhelp.demo.present.scene import Folder, Scene, tell
from earlyhelp.demo.present.special import Special
from earlyhelp.demo.rows import Row
from earlyhelp.demo.staff import Worker
from localities.models import Agency


def write_guarded(scene: Scene, special: Special, ordinary: list[Folder]) -> None:
    """One family of each sort."""
    guarded = Guarded(scene)
    guarded.restrict(special.expecting)
    guarded.keep_the_address(special.apart, special.safe_addresses)
    guarded.ask_to_see(special.large)
    guarded.withdraw(ordinary)


def carry_restrictions_over() -> None:
    """Once the rows stand, to the families, their people and what was sent about them."""
    with connection.cursor() as cursor:
        for restriction in Restriction.objects.filter(ended_at=None).order_by("pk"):
            cursor.execute("SELECT apply_restriction(%s)", [restriction.family_id])


class Guarded:
    """Writes them, with the events the verbs would have written."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.book = scene, scene.book
        accounts = scene.staff.accounts
        self.ours, self.manager = accounts["practitioner"], accounts["manager"]
        self.desk, self.governance = accounts["desk"], accounts["governance"]

    def restrict(self, folder: Folder) -> None:
        """A family in which somebody's own mother works for the service; opened once since."""
        when, family = at(self._ago(12), 15, 20), folder.home.id
        father = folder.home.adults[1].given
        reason = f"{father}’s mother works for the service in Low Hill. They asked for privacy."
        number = self.book.add(
            Restriction,
            family_id=family,
            kind=Restriction.Kind.STAFF,
            reason=reason,
            set_by_id=self.manager.id,
            set_at=when,
        )
        for worker in (self.ours, self.desk, self.manager):
            self.book.add(
                NamedPerson,
                restriction_id=number,
                family_id=family,
                user_id=worker.id,
                deputy=worker is self.manager,
                named_by_id=self.manager.id,
                named_at=when,
            )
        said = "The record was restricted to named people"
        self._tell(folder, "case.restricted", said, when, self.manager, reason=reason)
        self._break_glass(folder)

    def _break_glass(self, folder: Folder) -> None:
        """Somebody else of the desk opened it for half an hour, which nobody has looked into."""
        who = next(w for w in self.scene.staff.at_the_desk(self.scene.today) if w is not self.desk)
        when = at(self._ago(4), 16, 5)
        mother = folder.home.carer.given
        reason = f"{mother} rang in distress and nobody who is named could be reached."
        number = self.book.add(
            BreakGlass,
            family_id=folder.home.id,
            user_id=who.id,
            reason=reason,
            opened_at=when,
            ends_at=when + timedelta(hours=4),
            ended_at=when + timedelta(minutes=31),
        )
        said = "Opened in an emergency, for 4 hours"
        self._tell(folder, "case.glass_broken", said, when, who, BreakGlass, number, reason)

    def keep_the_address(self, folder: Folder, addresses: list[Row]) -> None:
        """Parents who live apart: where she and the children live is kept from him."""
        when = at(folder.home.since, 11, 40)
        orders = self.book[CourtOrder].rows
        father = next(row["restrains_id"] for row in orders if row["child_id"] in _ids(folder))
        name = next(kin.name for kin in folder.home.adults if kin.id == father)
        for row in addresses:
            number = self.book.add(
                Withheld,
                family_id=folder.home.id,
                kind="cases.address",
                row_id=row["id"],
                person_id=father,
                why=Withheld.Why.COURT_ORDER,
                words="He must not learn where they live.",
                set_by_id=self.ours.id,
                set_at=when,
            )
        said = f"Address is not to be shared with {name}"
        self._tell(folder, "withheld.set", said, when, self.ours, Withheld, number)

    def ask_to_see(self, folder: Folder) -> None:
        """A mother who wants to read what is held about her; her passport has been seen."""
        received, person = self._ago(12), folder.home.carer
        proved = self.scene.days.add(received, 2)
        reference = reserve_references("RR", received.year, 1)[0]
        number = self.book.add(
            RightsRequest,
            reference=reference,
            kind=RightsRequest.Kind.SUBJECT_ACCESS,
            state=State.WORKING.value,
            person_id=person.id,
            given_name=person.given,
            family_name=person.surname,
            date_of_birth=person.born,
            asker=RightsRequest.Asker.SELF,
            reach="By post to her home, marked private",
            words="I would like to see everything that has been written about me.",
            received_on=received,
            case_id=folder.id,
            passed_on_by_id=self.ours.id,
            proof_asked_on=received,
            proved_on=proved,
            proof=f"Passport, shown to {self.ours.name} at the hub",
            due_on=due_by(proved),
            handled_by_id=self.governance.id,
        )
        said = f"Request about a record passed on: see the record ({reference})"
        args = (RightsRequest, number)
        self._tell(folder, "rights.received", said, at(received, 14, 10), self.ours, *args)

    def withdraw(self, ordinary: list[Folder]) -> None:
        """A mother of Bilston who no longer wants help; a manager has not answered yet."""
        folder = next(each for each in reversed(ordinary) if self._may_stop(each))
        when, lead = at(self._ago(0), 8, 5), folder.worker
        row = self._of(Agreement, folder)[0]
        reason = "She says there are too many visits and wants to manage on her own."
        row |= {"withdrawn_on": when.date(), "withdrawn_reason": reason}
        number = self.book.add(
            Withdrawal,
            agreement_id=row["id"],
            **folder.keys(),
            recorded_at=when,
            recorded_by_id=lead.id,
            due_on=when.date(),
        )
        said = f"{folder.home.carer.name} withdrew the agreement to take part"
        args = (Agreement, row["id"], reason)
        self._tell(folder, "agreement.withdrawn", said, when, lead, *args)
        self._stop_sharing(folder, number, when)

    def _stop_sharing(self, folder: Folder, withdrawal: int, when: datetime) -> None:
        agencies = dict(Agency.objects.values_list("pk", "name"))
        for row in self._of(SharingBasis, folder):
            row |= {"stopped_at": when, "stopped_by_id": withdrawal}
            said = f"Sharing with {agencies[row['agency_id']]} stopped"
            args = (SharingBasis, row["id"], "Agreement withdrawn")
            self._tell(folder, "sharing.stopped", said, when, folder.worker, *args)

    def _may_stop(self, folder: Folder) -> bool:
        """Of Bilston, supported by somebody of the council, with others who are told of it."""
        lead, accounts = folder.lead, self.scene.staff.accounts.values()
        return (
            folder.home.locality_id == self.ours.locality_id
            and folder.course.stage == Stage.SUPPORTING
            and lead is not None
            and lead not in accounts
            and lead.agency == self.scene.place.council
            and bool(self._of(SharingBasis, folder))
        )

    def _of(self, model: type[models.Model], folder: Folder) -> list[Row]:
        return [row for row in self.book[model].rows if row["family_id"] == folder.home.id]

    def _ago(self, days: int) -> date:
        return self.scene.days.on_or_before(self.scene.today - timedelta(days=days))

    def _tell(
        self,
        folder: Folder,
        verb: str,
        said: str,
        when: datetime,
        by: Worker,
        subject: type[Any] = Case,
        subject_id: int = 0,
        reason: str = "",
    ) -> None:
        args = (when.date(), by, subject, subject_id, reason, when)
        tell(self.scene, folder, verb, said, *args)


def _ids(folder: Folder) -> set[int]:
    return {child.id for child in folder.home.children}
