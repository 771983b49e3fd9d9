"""The second wall of the hub's tables. The same rule as `need_to_know`, said to the database."""

from audit.row_security import ACTOR, Policy, among, scope

ALL = scope("all")
OVERSIGHT = "(SELECT current_setting('app.oversight', true)) = 'all'"
MADE_NOW = "made_in = (SELECT nullif(current_setting('app.token', true), ''))"


def of_case(column: str = "case_id") -> Policy:
    """What hangs from a case is there for whoever sees the case."""
    return Policy(f"EXISTS (SELECT FROM cases_case seen WHERE seen.id = {column})")


def of_family(column: str = "family_id") -> Policy:
    return Policy(f"EXISTS (SELECT FROM cases_family seen WHERE seen.id = {column})")


def of_person(column: str = "person_id") -> Policy:
    return Policy(f"EXISTS (SELECT FROM cases_person seen WHERE seen.id = {column})")


def of_present_member(column: str = "person_id") -> Policy:
    """Where somebody lives and how to reach them: while they belong to a family that is seen."""
    return Policy(
        f"EXISTS (SELECT FROM cases_person seen WHERE seen.id = {column} AND"
        f" (({ALL} AND NOT seen.restricted) OR seen.died_on IS NOT NULL OR seen.{MADE_NOW}"
        f" OR EXISTS (SELECT FROM cases_membership here WHERE here.person_id = {column}"
        f" AND here.to_date IS NULL)))"
    )


def _unless_closed(family: str, seen: str) -> str:
    opened, closed = among(family, "opened"), among(family, "closed")
    return f"NOT {closed} AND ({opened} OR (NOT restricted AND ({seen})))"


_PERSON = of_person().seen
_FAMILY = of_family().seen
POLICIES: dict[str, Policy] = {
    "cases_case": Policy(
        _unless_closed(
            "family_id",
            f"{ALL} OR ({scope('localities')} AND {among('locality_id', 'localities')})"
            f" OR ({scope('own', 'localities')} AND {among('id', 'own')})",
        )
    ),
    "cases_family": Policy(
        f"({_unless_closed('id', f'{ALL} OR EXISTS (SELECT FROM cases_case seen WHERE seen.family_id = cases_family.id)')})"  # noqa: E501
        f" OR {MADE_NOW}"
    ),
    "cases_person": Policy(
        f"({ALL} AND NOT restricted AND NOT {among('id', 'closed_people')})"
        " OR EXISTS (SELECT FROM cases_membership seen WHERE seen.person_id = cases_person.id)"
        f" OR {MADE_NOW}"
    ),
    "cases_membership": of_family(),
    "cases_familylink": Policy(
        "EXISTS (SELECT FROM cases_family seen WHERE seen.id IN (one_id, other_id))"
    ),
    "cases_agreement": of_family(),
    "cases_sharingbasis": of_family(),
    "cases_privacynotice": of_family(),
    "cases_restriction": of_family(),
    "cases_namedperson": of_family(),
    "cases_address": of_present_member(),
    "cases_contactway": of_present_member(),
    "cases_alert": of_present_member(),
    "cases_courtorder": of_present_member("child_id"),
    "cases_parentalresponsibility": of_present_member("child_id"),
    "cases_parentage": of_person("child_id"),
    "cases_couple": of_person("one_id"),
    # Who broke the glass sees that they did; a family's record shows it; oversight sees all.
    "cases_breakglass": Policy(
        f"user_id = {ACTOR} OR (SELECT current_setting('app.oversight', true)) = 'all'"
        " OR EXISTS (SELECT FROM cases_family seen WHERE seen.id = family_id)"
    ),
    "cases_conflict": Policy(
        f"user_id = {ACTOR} OR declared_by_id = {ACTOR}"
        " OR (SELECT current_setting('app.oversight', true)) = 'all'"
        " OR EXISTS (SELECT FROM cases_person seen WHERE seen.id = person_id)"
    ),
    # Information governance answers them; who sees the person sees that they asked.
    "cases_rightsrequest": Policy(f"{OVERSIGHT} OR passed_on_by_id = {ACTOR} OR {_PERSON}"),
    "cases_dispute": Policy(
        f"{OVERSIGHT} OR {_PERSON} OR EXISTS (SELECT FROM cases_case seen WHERE seen.id = case_id)"
    ),
    "cases_legalhold": Policy(f"{OVERSIGHT} OR {_PERSON} OR {_FAMILY}"),
    "cases_disposal": Policy(f"{OVERSIGHT}"),
} | {
    f"cases_{table}": of_case()
    for table in (
        "allocation",
        "casechild",
        "childseen",
        "closure",
        "contact",
        "due",
        "need",
        "needoutcome",
        "stepdown",
        "stepup",
        "tafmember",
    )
}
