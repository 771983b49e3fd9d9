"""Loading the demonstration: everything in one transaction, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from accounts.acting import acting_as_system
from accounts.demonstration import let_a_password_be_enough
from accounts.models import User
from assessments.actions.loading import load_forms
from assessments.definition import Definition, definition_of
from assessments.models import FormVersion
from audit.context import in_bulk
from cases.models import Case, Family, StepUp
from cases.queries.steps.pack import assemble
from earlyhelp.demo.book import Book, at
from earlyhelp.demo.chance import Chance
from earlyhelp.demo.checks import check_figures
from earlyhelp.demo.days import Workdays
from earlyhelp.demo.directory import make_directory, tell_families
from earlyhelp.demo.kin import Household
from earlyhelp.demo.past.plan import plan_the_past
from earlyhelp.demo.past.scene import PastScene
from earlyhelp.demo.past.writing import Past
from earlyhelp.demo.people import Registrar
from earlyhelp.demo.place import make_place
from earlyhelp.demo.present.advice import write_advice
from earlyhelp.demo.present.afterwards import write_afterwards
from earlyhelp.demo.present.assessed_again import write_assessed_again
from earlyhelp.demo.present.by_link import answer_by_link
from earlyhelp.demo.present.caseload import Caseload
from earlyhelp.demo.present.clocks import Clocks
from earlyhelp.demo.present.desk import Desk
from earlyhelp.demo.present.each_form import write_each_form
from earlyhelp.demo.present.guarded import carry_restrictions_over, write_guarded
from earlyhelp.demo.present.panels import make_panels
from earlyhelp.demo.present.scene import Scene
from earlyhelp.demo.present.special import Special
from earlyhelp.demo.present.to_close import write_closing_asked
from earlyhelp.demo.present.twice import write_twice
from earlyhelp.demo.staff import OPENED, Engaging
from earlyhelp.demo.wording import Story, story_of
from localities.models import Authority
from referrals.actions.disagreeing import disagree
from referrals.actions.sampling import draw, last_week
from referrals.actions.screening import note_known
from referrals.models import Decision, Outcome, Referral

SEED = 2018
EARLIEST = date(2022, 1, 3)  # everybody who works there today has come by then
Say = Callable[[str], None]


@dataclass(frozen=True)
class Wish:
    """What is to be loaded: one seed and one day make one world."""

    today: date
    password: str
    seed: int = SEED


def is_empty() -> bool:
    """Whether nobody has begun to use this database."""
    return not (Authority.objects.exists() or User.objects.exists() or Family.objects.exists())


def load(wish: Wish, say: Say) -> None:
    """Write the demonstration authority, its past and its present."""
    with acting_as_system("demonstration"):
        in_bulk("loading the demonstration")
        _load(wish, say)


def _load(wish: Wish, say: Say) -> None:
    chance = Chance(wish.seed)
    place = make_place(wish.today)
    staff = Engaging(chance, place, wish.today, wish.password).everybody()
    let_a_password_be_enough()
    make_directory(wish.today)
    load_forms()
    book = Book()
    scene = Scene(
        book=book,
        chance=chance,
        place=place,
        staff=staff,
        registrar=Registrar(book, chance, place),
        days=Workdays(OPENED - timedelta(days=60), wish.today + timedelta(days=400)),
        clocks=Clocks(),
        eha=_form("eha"),
        today=wish.today,
        now=at(wish.today, 8, 30),
    )
    _present(scene, _past(scene))
    say(f"{book.write()} rows written.")
    tell_families(wish.today)
    make_panels(wish.today)
    answer_by_link(wish.today)
    _what_follows()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for sentence in check_figures():
        say(sentence)
    say(f"{Case.objects.live().count()} open cases, {_waiting()} requests that wait.")


def _past(scene: Scene) -> list[Household]:
    forms = {key: _form(key)[0] for key in ("eha", "caf")}
    shared = (scene.place, scene.staff, scene.registrar, scene.days)
    past = PastScene(scene.book, scene.chance, *shared, forms, scene.clocks)
    return Past(past).write(plan_the_past(scene.chance, scene.days))


def _present(scene: Scene, helped_once: list[Household]) -> None:
    caseload = Caseload(scene)
    special = Special(scene, caseload)
    folders = special.write()
    ordinary = caseload.write({"bilston": len(folders)})
    caseload.finish(folders + ordinary)
    known = [folder.story for folder in scene.chance.sample(ordinary, 30)]
    Desk(scene, known + _known_from_the_past(scene, helped_once)).write()
    write_guarded(scene, special, ordinary)


def _known_from_the_past(scene: Scene, homes: list[Household]) -> list[Story]:
    """Some families of the past whose children are children still."""
    born_since = scene.today - timedelta(days=17 * 365)
    young = [h for h in homes if all(c.born and c.born > born_since for c in h.children)]
    chosen = scene.chance.sample(young, min(15, len(young)))
    return [story_of(scene.chance, replace(home, since=scene.today)) for home in chosen]


def _form(key: str) -> tuple[int, Definition]:
    version = FormVersion.objects.filter(key=key).latest("number")
    return version.pk, definition_of(version.definition)


def _what_follows() -> None:
    """What the product itself works out from the rows: who finds what, packs, who is known."""
    carry_restrictions_over()
    sent = StepUp.objects.filter(sent_at__isnull=False, handed_over_on__isnull=True)
    for step_up in sent.select_related("case").order_by("pk"):
        pack = assemble(step_up.case, step_up.sent_at or at(step_up.requested_at.date(), 12))
        StepUp.objects.filter(pk=step_up.pk).update(pack=pack)
    for referral in Referral.objects.filter(known=Referral.Known.UNCHECKED).order_by("pk"):
        note_known(referral)
    for weeks in (0, 1):
        draw(week=last_week(timezone.localdate()) - timedelta(weeks=weeks))
    _disagree()
    write_twice()
    write_afterwards(timezone.localdate())
    write_each_form(timezone.localdate())
    write_advice(timezone.localdate())
    write_assessed_again(timezone.localdate())
    write_closing_asked()


def _disagree() -> None:
    """A school that sent a request disagrees with what became of it."""
    decided = Decision.objects.filter(
        outcome=Outcome.ADVICE, superseded_at__isnull=True, referral__sender=Referral.Sender.SCHOOL
    )
    decision = decided.select_related("referral").order_by("-decided_at", "pk").first()
    if decision:
        disagree(
            decision=decision,
            why="Advice was given twice before and changed nothing. The mornings are worse.",
            wanted="Early help with one worker for the whole family.",
            name=decision.referral.sender_name or "The school",
            role=decision.referral.sender_role,
            by=None,
        )


def _waiting() -> int:
    return Referral.objects.exclude(stage=Referral.Stage.DECIDED).count()
