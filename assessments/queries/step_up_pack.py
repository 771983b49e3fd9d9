"""What the pack of a step-up says of the plan, what was delivered, and how it went."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from assessments.instruments import INSTRUMENTS
from assessments.models import Action, Goal, Intervention, Plan, Review, Score
from cases.models import Case, Person
from cases.needs import title_of
from cases.queries.rows import built, person_json

Row = dict[str, Any]
WHOLE_FAMILY = "Whole family"
PERSON = {"person": person_json("person")}


def parts_of(case: Case, day: date) -> dict[str, Any]:
    """Of a case: its plan, or the last it had; programmes, meetings and readings up to a day,
    newest first. Days as ISO text. One query. Named in settings.STEP_UP_PACK."""
    told: QuerySet[Any, Any] = Case.objects.filter(pk=case.pk).order_by().values(**_arrays(day))
    rows = told[0]
    plan = _present(rows["plans_told"])
    goals = [row for row in rows["goals_told"] if plan and row["plan_id"] == plan["id"]]
    return {
        "plan": _plan(plan, [_goal(row, rows["actions_told"]) for row in goals]),
        "programmes": [_programme(row) for row in rows["programmes_told"]],
        "meetings": [_meeting(row) for row in rows["meetings_told"]],
        "readings": [_reading(row) for row in rows["readings_told"]],
    }


def _arrays(day: date) -> dict[str, Any]:
    need = {"need": "need__kind", "person": person_json("need__person")}
    sessions = "name from_on to_on offered attended ending how_it_ended"
    scored = "instrument area scorer scorer_name value scored_on"
    standing = Action.objects.filter(dropped_on__isnull=True)
    return {
        "plans_told": _array(Plan.objects.order_by("-pk"), "state agreed_on agreed_with ended_on"),
        "goals_told": _array(
            Goal.objects.order_by("order", "pk"), "plan_id words reached_on", need
        ),
        "actions_told": _array(
            standing.order_by("due_on", "pk"), "goal_id words owner_name due_on done_on result"
        ),
        "programmes_told": _array(
            Intervention.objects.filter(from_on__lte=day).order_by("-from_on", "-pk"),
            sessions,
            PERSON,
        ),
        "meetings_told": _array(
            Review.objects.filter(held_on__lte=day).order_by("-held_on", "-pk"),
            "held_on minutes family_view child_view",
        ),
        "readings_told": _array(
            Score.objects.filter(Score.STANDS, scored_on__lte=day).order_by("-scored_on", "-pk"),
            scored,
            PERSON,
        ),
    }


def _array(rows: QuerySet[Any], columns: str, more: Row | None = None) -> ArraySubquery:
    named = {name: name for name in ("id", *columns.split())}
    of_the_case = rows.filter(case=OuterRef("pk"))
    return ArraySubquery(of_the_case.values(found=JSONObject(**named, **(more or {}))))


def _present(plans: list[Row]) -> Row | None:
    return next((row for row in plans if row["state"] != Plan.State.ENDED), next(iter(plans), None))


def _plan(plan: Row | None, goals: list[Row]) -> Row | None:
    """None where no plan was begun."""
    if plan is None:
        return None
    return {
        "agreed": plan["agreed_on"] or "",
        "agreed_with": plan["agreed_with"],
        "ended": plan["ended_on"] or "",
        "goals": goals,
    }


def _goal(row: Row, actions: list[Row]) -> Row:
    return {
        "what": row["words"],
        "need": title_of(row["need"]) if row["need"] else "",
        "who": _name(row["person"]) if row["need"] else "",
        "reached": row["reached_on"] or "",
        "actions": [_action(action) for action in actions if action["goal_id"] == row["id"]],
    }


def _action(row: Row) -> Row:
    return {
        "what": row["words"],
        "who": row["owner_name"],
        "due": row["due_on"],
        "done": row["done_on"] or "",
        "result": row["result"],
    }


def _programme(row: Row) -> Row:
    ending = Intervention.Ending(row["ending"]).label if row["ending"] else ""
    return {
        "what": row["name"],
        "who": _name(row["person"]),
        "from": row["from_on"],
        "to": row["to_on"] or "",
        "sessions_offered": row["offered"],
        "sessions_attended": row["attended"],
        "ended": str(ending),
        "words": row["how_it_ended"],
    }


def _meeting(row: Row) -> Row:
    return {
        "held": row["held_on"],
        "minutes": row["minutes"],
        "family_says": row["family_view"],
        "children_say": row["child_view"],
    }


def _reading(row: Row) -> Row:
    instrument = INSTRUMENTS[row["instrument"]]
    about = _name(row["person"]) if row["person"]["id"] else ""
    return {
        "on": row["scored_on"],
        "what": instrument.title,
        "scale": instrument.scale,
        "area": row["area"],
        "by": row["scorer_name"] or str(Score.Scorer(row["scorer"]).label),
        "who": about,
        "value": row["value"],
    }


def _name(person: Row) -> str:
    return built(Person, person).name if person["id"] else WHOLE_FAMILY
