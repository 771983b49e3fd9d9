"""A request and its people in the words of a card: names, ages, who asks."""

from collections.abc import Iterable
from datetime import date

from audit.days import in_words
from referrals.models import Referral, ReferralPerson
from referrals.rules.plausible import completed_years

Kind = ReferralPerson.Kind


def age_words(person: ReferralPerson, today: date) -> str:
    """ "7", "8 months", "due 3 March 2027", "age not known"."""
    if person.kind == Kind.UNBORN:
        return f"due {in_words(person.expected_on)}" if person.expected_on else "not born yet"
    born = person.date_of_birth
    if born is None or born > today:
        return "age not known"
    years = completed_years(born, today)
    if years >= 2:
        return str(years)
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    return f"{months} month{'' if months == 1 else 's'}"


def short_names(children: Iterable[ReferralPerson]) -> list[str]:
    """Brothers and sisters after the first without the surname: "Ella Hughes", "Jack"."""
    names: list[str] = []
    surname = ""
    for child in children:
        shared = names and child.family_name == surname and child.given_name
        names.append(child.given_name if shared else child.name)
        surname = child.family_name
    return names


def sender_words(referral: Referral) -> list[str]:
    """Who asks, from the general to the particular: kind, agency, name, role."""
    agency = referral.sender_agency
    first = agency.name if agency else referral.get_sender_display()
    named = [first, referral.sender_name, referral.sender_role]
    return [part for part in named if part]


def title(children: list[ReferralPerson]) -> str:
    """What the request is called: "Amara Okafor and 2 other children"."""
    if not children:
        return "Request for support"
    others = len(children) - 1
    if not others:
        return children[0].name
    return f"{children[0].name} and {others} other {'child' if others == 1 else 'children'}"


def source_words(referral: Referral) -> str:
    """Who asks, without a name: "Hawthorn Primary School", "a relative, friend or neighbour"."""
    if referral.sender_agency:
        return referral.sender_agency.name
    kind = str(referral.get_sender_display())
    return kind[:1].lower() + kind[1:]
