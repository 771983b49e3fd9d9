"""A first step of which nobody knows who takes it, or by when."""

import re
from collections.abc import Iterator

from assessments.prompting.prompt import Prompt, Written

SECTION, QUESTION = "next", "first_steps"

ROLES = (
    r"mum|mummy|mother|dad|daddy|father|parents?|grandma|granddad|nan|nana|nanny|gran|grandmother|"
    r"grandfather|grandparents?|auntie|aunt|uncle|sister|brother|carer|foster carer|family|"
    r"teacher|head ?teacher|deputy head|senco|tutor|school|nursery|college|nurse|midwife|doctor|"
    r"gp|consultant|therapist|counsellor|psychologist|paediatrician|health visitor|visitor|"
    r"social worker|support worker|key worker|keyworker|youth worker|family worker|worker|"
    r"lead practitioner|practitioner|officer|police|pcso|housing|landlord|council|manager|"
    r"advisor|adviser|mentor|coach|neighbour|friend|desk|team|hub"
)
PRONOUNS = r"i|we|he|she|they"
PROMISES = r"(will|is going to|are going to|am going to|has agreed to|have agreed to|agreed to)"
WILL = rf"({PROMISES}|to)"  # “Mum to ring”; of a name that is not known here, “Refer to” is none
OWNER = re.compile(
    rf"\b((the |a |our |his |her |their )?({ROLES})|{PRONOUNS})\b[^.;\n]{{0,60}}?"
    rf"(\b{WILL}\b|’ll\b|'ll\b|\b(takes?|does|rings?|calls?|visits?|meets?|books?|asks?|sends?|"
    rf"brings?|sees?|helps?|goes|writes?|makes?|gives?|keeps?|reads?|checks?|starts?|comes?)\b)",
    re.IGNORECASE,
)
IN_BRACKETS = re.compile(rf"[(\[\u2013\u2014:-]\s*({ROLES}|[A-Z][a-z]+)\b", re.IGNORECASE)
SOMEBODY = re.compile(rf"\b[A-Z][a-z]+( [A-Z][a-z]+)?(,? [a-z ]{{0,40}})?,? {PROMISES}\b")
BY = re.compile(rf"\bby (the |a |our )?({ROLES})\b", re.IGNORECASE)
# “FH to book”, “HV visits”, “Mrs Tull to arrange”: initials or a title, and what they do.
SHORT = re.compile(
    r"(^|[,(&] ?|\band )(I \()?"
    r"((Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][\w’'-]+|[A-Z]{2,4}o?|([A-Z]\.){2,3})\)?"
    r"(['’]s \w+)?( (and|&) [A-Z]\w*)? (to (?!be\b)\w+|will\b|\w+s\b|meet|call|carry)"
)
NAMED = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+(?:-[A-Z][a-z]+)?\b")  # in the middle of a sentence
DOES = r"(to (?!be\b)\w+|will\b|['’]ll\b|and \w+ (to|will)\b|(?!is\b|was\b|has\b)\w+s\b)"

DAY = (
    r"mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|today|tonight|"
    r"tomorrow|daily|nightly|weekly|fortnightly|monthly|straight away|immediately|"
    r"(mon|tues?|weds?|thu|thurs?|fri|sat|sun)"
)
MONTH = (
    r"january|february|march|april|may (?=\d)|june|july|august|september|october|november|december|"
    r"jan|feb|mar(?= \d)|(?<=\d )(mar|may)|apr|jun|jul|aug|sept?|oct|nov|dec"
)
WHEN = re.compile(
    rf"\b({DAY}|{MONTH})\b|\b\d{{1,2}}[/.-]\d{{1,2}}\b|\b\d{{1,2}}(st|nd|rd|th)\b|"
    r"\b(this|next|each|every|the first|the second|same|following) "
    r"(week|weekend|fortnight|month|morning|evening|day|night|half|term|school day)\w*|"
    r"\b(within|in|after|before|by|until|till|at|from|on) (the |a |an )?(then|end|start|next|"
    r"first|half[- ]term|christmas|xmas|easter|summer|birth|meeting|review|appointment|holidays?|"
    r"wk ?end|weekend|"
    r"(\d+|one|two|three|four|five|ten|fourteen|a few|a couple of) (working )?"
    r"(days?|weeks?|fortnight|months?))",
    re.IGNORECASE,
)
NOT_A_STEP = 3  # words: shorter ones are headings

BOTH = "“{step}”: who does it, and by when?"
WHO = "“{step}”: who does it?"
BY_WHEN = "“{step}”: by when?"


KIND = "step"


def without_owner_or_date(written: Written) -> Iterator[Prompt]:
    """Each first step that names nobody or no day. Others’ steps and days are not theirs."""
    names = _names(written)
    for step in _steps(written.text(SECTION, QUESTION)):
        sentence = _sentence(bool(_owner(step, names)), bool(WHEN.search(step)))
        if sentence:
            shown = step if len(step) <= 80 else f"{step[:77].rstrip()}…"
            yield Prompt(KIND, SECTION, None, sentence.format(step=shown), about=step[:200])


def _sentence(has_owner: bool, has_date: bool) -> str:
    if has_owner and has_date:
        return ""
    if has_owner:
        return BY_WHEN
    return WHO if has_date else BOTH


def _steps(text: str) -> list[str]:
    """Sentences, lines and items of a list; those too short to be a step left out."""
    parts = re.split(r"[\n;•]|(?<=[.!?])\s+(?=[A-Z“\"(0-9])", text)
    plain = [re.sub(r"^\s*(\d+[.)]|[-*–])\s*", "", part).strip().rstrip(".") for part in parts]
    return [part for part in plain if len(part.split()) >= NOT_A_STEP]


def _names(written: Written) -> list[str]:
    """Of the family, of lead and team, and of whoever else the assessment names in the middle of a
    sentence."""
    family = [member.called for member in written.members]
    return sorted({*family, *written.workers, *NAMED.findall(written.everything())})


def _owner(step: str, names: list[str]) -> bool:
    if any(pattern.search(step) for pattern in (OWNER, SHORT, IN_BRACKETS, SOMEBODY, BY)):
        return True
    return any(
        re.match(rf"(with |and )?{re.escape(name)}\b", step)
        or re.search(rf"\b{re.escape(name)} {DOES}", step)
        for name in names
    )
