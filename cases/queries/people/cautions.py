"""What somebody must know before they visit, ring or share: visit risks and court orders."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.days import in_words
from cases.models import Alert, Person
from cases.withholding.kinds import kinds


@dataclass(frozen=True)
class Caution:
    """One caution: what it is, about whom, in the words recorded, and where it comes from."""

    title: str
    about: str
    text: str
    source: str
    until: str
    late: bool = False


def cautions_of(
    alerts: list[dict[str, Any]],
    orders: list[dict[str, Any]],
    today: date,
    marks: Iterable[dict[str, Any]] = (),
) -> list[Caution]:
    """Visit risks first, then court orders in force, then what is not to be shared with whom;
    from the rows of `with_header`."""
    found = [_alert(row, today) for row in alerts] + [_order(row) for row in orders]
    return found + _not_to_be_shared(marks)


def whom(row: dict[str, Any]) -> str:
    """From whom a mark keeps its item."""
    return row["name"] or name_of(row)


def _not_to_be_shared(marks: Iterable[dict[str, Any]]) -> list[Caution]:
    """One caution for each person something is kept from: what, by its kind."""
    found: dict[str, Counter[str]] = {}
    for row in marks:
        title = kinds()[row["kind"]].title if row["kind"] in kinds() else row["kind"]
        found.setdefault(whom(row), Counter())[title.lower()] += 1
    return [
        Caution(
            "Not to be shared",
            f"with {name}",
            ", ".join(
                f"{title} ({number})" if number > 1 else title for title, number in what.items()
            )
            + ". Look at both versions before anything is given or sent.",
            "marked on this record",
            "until the mark is ended",
        )
        for name, what in found.items()
    ]


def _alert(row: dict[str, Any], today: date) -> Caution:
    review = date.fromisoformat(row["review_on"])
    late, day = review < today, in_words(review)
    return Caution(
        title=Alert.Kind(row["kind"]).label,
        about=name_of(row),
        text=row["text"],
        source=row["source"],
        until=f"to be looked at again by {day}"
        if not late
        else f"should have been looked at again by {day}: check whether it still holds",
        late=late,
    )


def _order(row: dict[str, Any]) -> Caution:
    ends = (
        f"ends {in_words(date.fromisoformat(row['ends_on']))}" if row["ends_on"] else "no end date"
    )
    return Caution(row["kind"], name_of(row), row["text"], row["source"], ends)


def name_of(row: dict[str, Any]) -> str:
    """The name of the person a row is about."""
    return Person(
        kind=row["person_kind"],
        given_name=row["given_name"],
        known_as=row["known_as"],
        family_name=row["family_name"],
    ).name
