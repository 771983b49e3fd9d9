"""The second wall of the hub's tables. The same rule as `need_to_know`, said to the database."""

from audit.row_security import ACTOR, OVERSIGHT, Policy, among, listed, overseen, scope

ALL = scope("all")
HAS_A_CASE = "may_see_a_case_of(id)"
MADE_NOW = "made_in = nullif(current_setting('app.token', true), '')"


def of_case(column: str = "case_id") -> Policy:
    """What hangs from a case is there for whoever sees the case."""
    return Policy(f"may_see_case({column})")


def of_family(column: str = "family_id") -> Policy:
    return Policy(f"may_see_family({column})")


def of_person(column: str = "person_id") -> Policy:
    return Policy(f"may_see_person({column})")


def of_present_member(column: str = "person_id") -> Policy:
    """Where somebody lives and how to reach them: while they belong to a family that is seen."""
    return Policy(
        f"is_there_for_them({column}) OR EXISTS (SELECT FROM cases_person seen"
        f" WHERE seen.id = {column} AND (({ALL} AND NOT seen.restricted)"
        f" OR seen.died_on IS NOT NULL OR seen.{MADE_NOW}))"
    )


NOTHING_WITHHELD = "coalesce(current_setting('app.withheld', true), '') = ''"
PARTNER = "coalesce(current_setting('app.partner', true), '')"


def shared(policy: Policy, kind: str, column: str = "id") -> Policy:
    """The same, unless the row is an item not to be shared with whoever is read for."""
    key = f"'{kind}:' || {column}"
    return Policy(f"({policy.seen}) AND NOT {listed(key, 'withheld')}")


def with_people(policy: Policy, *columns: str) -> Policy:
    """The same, unless it is about a person who is not to be known of: withheld from whoever it
    is read for, or of an identity that was closed."""
    for column in columns:
        policy = shared(standing(policy, column), "cases.person", column)
    return policy


def standing(policy: Policy, column: str) -> Policy:
    """The same, unless it is about a former identity that is closed to whoever asks."""
    return Policy(f"({policy.seen}) AND NOT coalesce({among(column, 'former')}, false)")


def item_by_item(policy: Policy, kind: str, agency: str) -> Policy:
    """An adult’s health, offending or history: partners read what they wrote or were given."""
    given = listed(f"'{kind}:' || id", "given")
    return Policy(
        f"({policy.seen}) AND (NOT about_an_adult OR {PARTNER} = ''"
        f" OR {agency}::text = {PARTNER} OR {given})"
    )


def of_need(policy: Policy, column: str = "need_id") -> Policy:
    """What belongs to a need is there for whoever may read the need."""
    return Policy(
        f"({policy.seen}) AND (({NOTHING_WITHHELD} AND {PARTNER} = '') OR {column} IS NULL"
        f" OR may_see_need({column}))"
    )


def _unless_closed(family: str, seen: str) -> str:
    opened, closed = among(family, "opened"), among(family, "closed")
    return f"((NOT restricted AND ({seen})) OR {opened}) AND NOT {closed}"


_PERSON = of_person().seen
_OVERSEEN_PERSON = overseen(person="person_id")
_FAMILY = of_family().seen
_OF_A_CONTACT = shared(with_people(of_case(), "person_id"), "cases.contact", "contact_id")
OF_IMPORT = Policy("EXISTS (SELECT FROM cases_importrun run WHERE run.id = run_id)")
POLICIES: dict[str, Policy] = {
    "cases_case": Policy(
        _unless_closed(
            "family_id",
            f"{ALL} OR ({scope('localities')} AND {among('locality_id', 'localities')})"
            f" OR ({scope('own', 'localities')} AND {among('id', 'own')})",
        )
    ),
    "cases_family": Policy(f"({_unless_closed('id', f'{ALL} OR {HAS_A_CASE}')}) OR {MADE_NOW}"),
    # A record that was merged into another is there for whoever sees the one that was kept.
    "cases_person": with_people(
        Policy(
            f"({ALL} AND NOT restricted AND NOT {among('id', 'closed_people')})"
            " OR may_see_a_family_of(id)"
            " OR (merged_into_id IS NOT NULL AND may_see_person(merged_into_id))"
            f" OR {MADE_NOW}"
        ),
        "id",
    ),
    "cases_merge": of_person("kept_id"),
    # Its rows may be of a family that whoever sees the person does not see.
    "cases_mergedrow": Policy("false"),
    "cases_closedidentity": of_person(),
    "cases_cleared": Policy(
        "EXISTS (SELECT FROM cases_closedidentity closed WHERE closed.id = identity_id)"
    ),
    "cases_membership": with_people(of_family(), "person_id"),
    "cases_familylink": Policy("may_see_family(one_id) OR may_see_family(other_id)"),
    "cases_agreement": with_people(of_family(), "person_id"),
    "cases_sharingbasis": of_family(),
    "cases_privacynotice": with_people(of_family(), "person_id"),
    # Whoever asked reads none of it, lest it tell that a family was found.
    "cases_asking": of_case(),
    "cases_schoolchange": Policy(f"may_see_case(case_id) OR {ACTOR} = ANY (writers)"),
    "cases_objection": of_family(),
    "cases_withdrawal": of_case(),
    "cases_restriction": of_family(),
    "cases_namedperson": of_family(),
    "cases_address": shared(of_present_member(), "cases.address"),
    "cases_contactway": shared(of_present_member(), "cases.contactway"),
    "cases_alert": shared(of_present_member(), "cases.alert"),
    "cases_courtorder": shared(of_present_member("child_id"), "cases.courtorder"),
    "cases_parentalresponsibility": with_people(of_present_member("child_id"), "holder_id"),
    "cases_parentage": with_people(of_person("child_id"), "parent_id"),
    "cases_couple": with_people(of_person("one_id"), "other_id"),
    # Marks, and copies made for one person, are not for whoever something is withheld from.
    "cases_withheld": Policy(f"({of_family().seen}) AND {NOTHING_WITHHELD}"),
    "cases_actsfor": Policy(f"({of_family().seen}) AND {NOTHING_WITHHELD}"),
    "cases_copygiven": Policy(
        f"({of_case().seen}) AND {NOTHING_WITHHELD} AND ({PARTNER} = '' OR made_by_id = {ACTOR})"
    ),
    "cases_given": Policy(f"({of_case().seen}) AND {PARTNER} = ''"),
    # How a closed case has held is for the council: that a family came back is not for whoever
    # once led its case from another agency.
    "cases_closurecheck": Policy(f"({of_case().seen}) AND {PARTNER} = ''"),
    "cases_closurecall": Policy(f"({of_case().seen}) AND {PARTNER} = ''"),
    # Whoever sees the case; and the manager who is asked to take it, until they have answered.
    "cases_casetransfer": Policy(
        f"may_see_case(case_id) OR ({ACTOR} IS NOT NULL AND answer = ''"
        f" AND id IN (SELECT transfers_offered_to({ACTOR})))"
    ),
    # A surgery names no family. Who was there is for the locality, and for whoever sees a case on
    # its agenda. The agenda follows the cases; its words are not looked through for what is not to
    # be shared, so whoever something is withheld from reads none of it.
    "cases_surgery": Policy(scope("all", "localities", "own")),
    "cases_surgeryitem": Policy(f"({of_case().seen}) AND {NOTHING_WITHHELD}"),
    "cases_surgeryguest": Policy(
        f"{scope('all', 'localities')} OR EXISTS (SELECT FROM cases_surgeryitem item"
        " WHERE item.surgery_id = cases_surgeryguest.surgery_id)"
    ),
    "cases_contact": shared(of_case(), "cases.contact"),
    "cases_childseen": _OF_A_CONTACT,
    "cases_adultspokenwith": _OF_A_CONTACT,
    "cases_casechild": with_people(of_case(), "person_id"),
    "cases_need": item_by_item(
        shared(with_people(of_case(), "person_id"), "cases.need"), "cases.need", "seen_by_agency_id"
    ),
    "cases_needoutcome": of_need(of_case()),
    # Who broke the glass sees that they did; a family's record shows it; oversight sees all.
    "cases_breakglass": Policy(
        f"user_id = {ACTOR} OR {overseen(family='family_id')} OR may_see_family(family_id)"
    ),
    "cases_conflict": Policy(
        f"user_id = {ACTOR} OR declared_by_id = {ACTOR} OR {OVERSIGHT} OR may_see_person(person_id)"
    ),
    # Information governance answers them, unless linked to the family; who sees the person sees
    # that they asked.
    "cases_rightsrequest": Policy(f"{_OVERSEEN_PERSON} OR passed_on_by_id = {ACTOR} OR {_PERSON}"),
    "cases_dispute": Policy(f"{_OVERSEEN_PERSON} OR {_PERSON} OR may_see_case(case_id)"),
    "cases_legalhold": Policy(
        f"{overseen(family='family_id', person='person_id')} OR {_PERSON} OR {_FAMILY}"
    ),
    "cases_disposal": Policy(overseen(family="family_id")),
    # Whoever brought a file, and nobody else.
    "cases_importrun": Policy(f"asked_by_id = {ACTOR}"),
    "cases_importpart": OF_IMPORT,
    "cases_importproblem": OF_IMPORT,
    "cases_importedperson": of_person(),
    # Whom a restricted record is for is not the desk's to know.
    "cases_accessdecision": Policy(
        f"{OVERSIGHT} OR by_id = {ACTOR} OR ({ALL} AND rule NOT IN ('named', 'glass'))"
    ),
    # The lexicon tells which names are known, so it answers through its functions alone.
    "cases_namespelling": Policy("false"),
    "cases_namefrequency": Policy("false"),
    # Who covers for whom: the two, and whoever may name cover or sees every case.
    "cases_cover": Policy(
        f"absent_id = {ACTOR} OR worker_id = {ACTOR} OR {scope('all', 'localities')}"
    ),
    "cases_accessreview": Policy(f"{OVERSIGHT} OR {ALL}"),
} | {
    f"cases_{table}": of_case()
    for table in (
        "allocation",
        "casesenton",
        "closure",
        "closurerequest",
        "document",
        "due",
        "duepause",
        "stepdown",
        "stepdownaction",
        "stepup",
        "stepupdispute",
        "tafmember",
    )
}
