"""What happened: contacts, meetings, how things were scored; and what was said at meetings."""

from collections.abc import Iterator

from assessments.instruments import INSTRUMENTS
from assessments.models import Intervention, Score
from cases.models import Contact
from reporting.documents.story.decided import VIEWS
from reporting.documents.story.pages import MEETINGS, PEOPLE, PLAN, contact_page, page
from reporting.documents.story.reading import Facts
from reporting.documents.story.sentences import (
    Record,
    Row,
    Sentence,
    called,
    day,
    quoted,
    said,
    sources,
)

MOST_SCORES, MOST_PROGRAMMES = 3, 3
ORDER = Score.Scorer.values


def scores(facts: Facts) -> Iterator[Sentence]:
    """Of each who scored, children first, the last reading, and the first where it is another."""
    series: dict[tuple[str, str], list[Row]] = {}
    for row in facts.of("scores"):
        name = called(row["person"]) or row["scorer_name"] or Score.Scorer(row["scorer"]).label
        series.setdefault((row["instrument"], name), []).append(row)
    shown = sorted(series.items(), key=lambda found: ORDER.index(found[1][-1]["scorer"]))
    for (instrument, name), rows in shown[:MOST_SCORES]:
        yield _score(facts, instrument, name, rows)


def _score(facts: Facts, instrument: str, name: str, rows: list[Row]) -> Sentence:
    first, last = rows[0], rows[-1]
    what, better = INSTRUMENTS[instrument].title.lower(), INSTRUMENTS[instrument].better
    review = last["review_id"]
    url = page("taf", facts.case, review) if review else page(MEETINGS, facts.case)
    record = facts.record("scores", last, "Score", url)
    words = f"{name} scored {what}: {last['value']}"
    if len(rows) > 1:
        words += f", after {first['value']} on {said(day(first['scored_on']))}"
    by = f"the {Score.Scorer(last['scorer']).label.lower()}’s score"
    return Sentence(f"{words} ({better} is better).", record, by, day(last["scored_on"]))


def births(facts: Facts) -> Iterator[Sentence]:
    """Children born since early help began."""
    for row in facts.of("births"):
        record = facts.record("births", row, "People", page(PEOPLE, facts.case))
        yield Sentence(
            f"{called(row['person'])} was born.", record, "", day(row["person"]["date_of_birth"])
        )


def meetings(facts: Facts) -> Iterator[Sentence]:
    rows = facts.of("reviews")
    for row in rows[:1]:
        record = facts.record("reviews", row, "TAF meeting", page("taf", facts.case, row["id"]))
        times = "once" if len(rows) == 1 else f"{len(rows)} times"
        words = f"The team around the family met {times}."
        yield Sentence(words, record, f"recorded by {row['by']}", day(row["held_on"]))


def programmes(facts: Facts) -> Iterator[Sentence]:
    """What was delivered, the newest first: to whom, how often they came, how it ended."""
    rows = facts.of("programmes")
    for row in rows[:MOST_PROGRAMMES]:
        yield _programme(facts, row)
    if more := len(rows[MOST_PROGRAMMES:]):
        words = f"{more} more programme{'s are' if more > 1 else ' is'} recorded."
        yield Sentence(words, _delivered(facts, rows[-1]), "")


def _programme(facts: Facts, row: Row) -> Sentence:
    ended = day(row["to_on"])
    how = Intervention.Ending(row["ending"]).label if ended and row["ending"] else "it goes on"
    who = called(row["person"]) or "The family"
    sessions = f"{row['attended']} of {row['offered']} session{'' if row['offered'] == 1 else 's'}"
    words = f"{who} came to {sessions} of a programme or group; {how[:1].lower()}{how[1:]}:"
    quote = ". ".join(filter(None, (row["name"], row["how_it_ended"] if ended else "")))
    by = f"recorded by {row['by']}"
    return Sentence(words, _delivered(facts, row), by, ended or day(row["from_on"]), quote)


def _delivered(facts: Facts, row: Row) -> Record:
    url = f"{page(PLAN, facts.case)}#programmes"
    return facts.record("programmes", row, "Programme or group", url)


def significant(facts: Facts) -> Iterator[Sentence]:
    for row in facts.of("significant"):
        yield _contact(facts, row, f"Marked as significant: {_kind(row)}.", row["text"])


def last_contact(facts: Facts) -> Iterator[Sentence]:
    for row in facts.of("reached"):
        words = f"The family was last reached by {_kind(row)}."
        yield _contact(facts, row, words, "")


def _contact(facts: Facts, row: Row, words: str, quote: str) -> Sentence:
    record = facts.record("reached", row, "Contact", contact_page(facts.case, row))
    by = sources(row["by"], row["agency"])
    return Sentence(words, record, by, day(row["happened_at"]), quote)


def _kind(row: Row) -> str:
    label = Contact.Kind(row["kind"]).label
    return f"{label[:1].lower()}{label[1:]}"


def reviews_own(facts: Facts) -> Iterator[Sentence]:
    """What the children and the family said at the last meeting at which they did."""
    for field, words in VIEWS:
        for row in list(quoted(facts.of("reviews"), field))[:1]:
            record = facts.record("reviews", row, "TAF meeting", page("taf", facts.case, row["id"]))
            source = f"written down by {row['by']}"
            yield Sentence(words, record, source, day(row["held_on"]), row[field])
