"""What other systems send: its shape. Whether it can be right, `referrals.rules.plausible` says."""

from typing import Any

from django.core.validators import EmailValidator
from rest_framework import serializers

from audit.api.fields import Body, Choice, Day, Flag, Text, needed
from cases.codes import Sex
from cases.models import Address
from cases.needs import NeedKind
from referrals.forms.asking import NOBODY_ASKED
from referrals.forms.people import MOST_PEOPLE
from referrals.models import Referral, ReferralPerson
from referrals.rules.plausible import LONGEST
from referrals.sources import CODES

MOST = 2 * MOST_PEOPLE  # as many children and as many adults as the form takes
NOT_AN_ADDRESS = "Send an email address like name@example.org."
NOBODY: Any = {
    "required": "Tell us about at least one child, or a child who is not born yet.",
    "null": "Tell us about at least one child, or a child who is not born yet.",
    "empty": "Tell us about at least one child, or a child who is not born yet.",
    "not_a_list": "Send a list: […].",
    "max_length": f"Send at most {MOST} people in one request.",
}


class PersonBody(Body):
    """A child, a child who is not born yet, or an adult of the family."""

    kind = Choice(choices=ReferralPerson.Kind.choices, default=ReferralPerson.Kind.CHILD)
    given_name = Text(required=False, max_length=100)
    family_name = Text(required=False, max_length=100)
    date_of_birth = Day()
    expected_on = Day(help_text="Of a child who is not born yet: when the birth is expected")
    sex = Choice(choices=Sex.choices, default=Sex.NOT_KNOWN)
    relationship = Text(required=False, max_length=100, help_text="Of an adult, to the children")
    school_name = Text(required=False, max_length=200)
    nhs_number = Text(required=False, max_length=20, help_text="Ten digits; spaces are left out")
    upn = Text(required=False, max_length=20, help_text="Unique pupil number")
    address = Text(
        required=False, max_length=300, help_text="Only of whoever lives at another address"
    )
    postcode = Text(required=False, max_length=12)


class FamilyBody(Body):
    """What every kind of request says of a family."""

    people = serializers.ListField(
        child=PersonBody(), allow_empty=False, max_length=MOST, error_messages=NOBODY
    )
    urgent = Flag(default=False, help_text="Somebody is in danger now")
    address_kind = Choice(choices=Address.Kind.choices, default=Address.Kind.HOME)
    address = Text(required=False, max_length=300)
    postcode = Text(required=False, max_length=12)
    external_reference = Text(
        required=False, max_length=100, help_text="Its number in your system; no name, please"
    )


class AskedBody(FamilyBody):
    """What whoever asks for early help for a family says of telling them."""

    family_knows = Choice(
        choices=Referral.Knows.choices,
        error_messages=needed(NOBODY_ASKED),
        help_text="Whether the family knows and agrees",
    )
    why_not = Text(required=False, max_length=LONGEST, help_text="Why not, where it does not")
    safe_way = Choice(
        choices=Referral.SafeWay.choices,
        required=False,
        help_text="How the family may safely be told what is decided, as far as it is known",
    )
    safe_way_words = Text(
        required=False,
        max_length=LONGEST,
        help_text="The number, the address, or why nobody should contact the family",
    )


class ReferralBody(AskedBody):
    """A request for support."""

    worries = Text(max_length=LONGEST, help_text="What has been seen or heard, and how often")
    going_well = Text(required=False, max_length=LONGEST)
    tried = Text(required=False, max_length=LONGEST, help_text="What has been tried")
    reasons = serializers.ListField(
        child=Choice(choices=NeedKind.choices), default=list, max_length=len(NeedKind)
    )
    sender = Choice(
        choices=Referral.Sender.choices,
        required=False,
        help_text="Who asks; what follows from the token’s agency, if not said",
    )
    source_code = Choice(
        choices=list(CODES.items()),
        required=False,
        help_text="Of the CIN census; what follows from the sender, if not said",
    )
    sender_name = Text(required=False, max_length=200)
    sender_role = Text(required=False, max_length=100)
    sender_phone = Text(required=False, max_length=40)
    sender_email = Text(required=False, max_length=254, validators=[EmailValidator(NOT_AN_ADDRESS)])
    write_to_sender = Flag(
        default=False,
        help_text="Ask whoever reads `sender_email` whether it is theirs; once they have said so, "
        "letters tell them how it stands. Only where nobody else reads it.",
    )


class MatchBody(Body):
    """Somebody, as far as they are known: the columns of `import_people`."""

    given_name = Text(required=False, max_length=100)
    family_name = Text(required=False, max_length=100)
    date_of_birth = Day()
    sex = Text(required=False, max_length=20, help_text="F, M, I (indeterminate) or U (not known)")
    nhs_number = Text(required=False, max_length=40)
    upn = Text(required=False, max_length=40)
    address = Text(required=False, max_length=300)
    postcode = Text(required=False, max_length=40)
    external_id = Text(required=False, max_length=100, help_text="Yours; it takes no part")


class PostcodeBody(Body):
    """A postcode. It is sent, not put into an address: it may be a family’s."""

    postcode = Text(max_length=12)


class AnswerBody(Body):
    """The answer to what the desk asks about a request."""

    answer = Text(
        max_length=LONGEST, error_messages=needed("Send the answer"), help_text="In plain words"
    )
