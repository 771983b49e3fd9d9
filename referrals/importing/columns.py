"""What each column of a file of requests means. The example file and docs/imports.md follow it."""

from dataclasses import dataclass
from typing import Any

from audit.text import fold
from cases.codes import Sex
from cases.importing import cells
from cases.importing.cells import Reader, Wrong, remembering
from cases.models import Address
from cases.needs import NeedKind
from localities.models import Agency
from referrals.models import Referral, ReferralPerson
from referrals.rules.plausible import LONGEST
from referrals.sources import CODES

Kind = ReferralPerson.Kind
MOST_REFERENCE = 64
NO_AGENCY = "There is no agency of this name here. Write it as it stands under Settings"


@dataclass(frozen=True)
class Column:
    """One column: what stands in it, in a sentence, and how it is read."""

    name: str
    words: str
    read: Reader
    example: str = ""


def _choices(model: Any) -> dict[str, str]:
    return {str(key): str(words) for key, words in model.choices}


def _of_request(name: str) -> Reader:
    return cells.text_of(Referral, name)


def _of_person(name: str) -> Reader:
    return cells.text_of(ReferralPerson, name)


REQUEST = [
    Column(
        "reference",
        "The sender’s own reference. Rows of one request follow one another and all have it",
        cells.in_full(cells.text(MOST_REFERENCE)),
        "HPS-0117",
    ),
    Column("agency", "The agency that sends it, as it is called under Settings", cells.text(200)),
    Column(
        "received_on", "The day it was received; empty: when it is imported", remembering(cells.day)
    ),
    Column("urgent", "Somebody is in danger: yes or no", cells.yes_or_no, "no"),
    Column(
        "sender",
        f"Who sends it: {', '.join(Referral.Sender.values)}",
        cells.choice(_choices(Referral.Sender)),
        "school",
    ),
    Column("sender_name", "Their name", _of_request("sender_name"), "Sam Rowan"),
    Column("sender_role", "Their job", _of_request("sender_role"), "Safeguarding lead"),
    Column(
        "sender_phone",
        "Their telephone",
        cells.in_full(_of_request("sender_phone")),
        "01632 960100",
    ),
    Column("sender_email", "Their email", remembering(cells.email), "sam.rowan@example.org"),
    Column(
        "source_code",
        "The code of the Children in Need census; empty: it follows from the sender",
        cells.choice(CODES),
    ),
    Column(
        "address_kind",
        f"Where the family lives: {', '.join(Address.Kind.values)}; empty: home",
        cells.choice(_choices(Address.Kind)),
        "home",
    ),
    Column("address", "House number, street and town", _of_request("address"), "1 Test Street"),
    Column("postcode", "The postcode", remembering(cells.postcode), "WV14 0AA"),
    Column(
        "reasons",
        f"What help would be for, with “|” between: {', '.join(NeedKind.values)}",
        remembering(cells.choices(_choices(NeedKind))),
        "education|relationships",
    ),
    Column("worries", "What is worrying them", cells.text(LONGEST), "Late and hungry, most days"),
    Column("going_well", "What is going well", cells.text(LONGEST), "Loves reading"),
    Column("tried", "What has been tried", cells.text(LONGEST), "Breakfast club"),
    Column(
        "family_knows",
        "Whether the family knows: agrees, knows (but does not agree) or not_told",
        cells.choice(_choices(Referral.Knows)),
        "agrees",
    ),
    Column("why_not", "Why they were not told or do not agree", cells.text(LONGEST)),
    Column(
        "safe_way",
        "How the family may safely be told what is decided, as far as it is known: "
        f"{', '.join(Referral.SafeWay.values)}",
        cells.choice(_choices(Referral.SafeWay)),
        "phone",
    ),
    Column(
        "safe_way_words",
        "The number, the address, or why nobody should contact the family",
        cells.in_full(cells.text(LONGEST)),
        "01632 960301, before three in the afternoon",
    ),
]
PERSON = [
    Column("kind", "child, adult or unborn; empty: child", cells.choice(_choices(Kind)), "child"),
    Column("given_name", "First name", _of_person("given_name"), "Amara"),
    Column("family_name", "Last name", _of_person("family_name"), "Okafor"),
    Column(
        "date_of_birth",
        "Date of birth, 27/03/2016 or 2016-03-27",
        remembering(cells.day, 60_000),
        "27/03/2016",
    ),
    Column("expected_on", "Of an unborn child: the day of birth expected", cells.day),
    Column(
        "sex",
        "F, M, I (indeterminate) or U (not known)",
        cells.choice(_choices(Sex), {"girl": "F", "boy": "M", "unknown": "U"}),
        "F",
    ),
    Column("relationship", "Of an adult: who they are to the children", _of_person("relationship")),
    Column(
        "school_name", "School or nursery", _of_person("school_name"), "Hawthorn Primary School"
    ),
    Column("nhs_number", "NHS number, ten digits", cells.digits),
    Column("upn", "Unique pupil number", cells.capitals),
]
COLUMNS = {column.name: column for column in (*REQUEST, *PERSON)}
OF_PERSON = frozenset(column.name for column in PERSON)
NEEDED = ("sender", "worries", "family_knows")
NEEDED_ONE_OF = ("given_name", "family_name")


def agencies() -> Reader:
    """The agency a name means, by what is under Settings now."""
    known = {fold(name): key for key, name in Agency.objects.values_list("pk", "name")}

    def read(cell: str) -> int:
        try:
            return known[fold(cell)]
        except KeyError:
            raise Wrong(NO_AGENCY) from None

    return remembering(read)
