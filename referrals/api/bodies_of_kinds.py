"""What the police and social care send: the fields and the words of their pages."""

from django.core.validators import EmailValidator
from rest_framework import serializers

from audit.api.fields import Body, Choice, Clock, Day, Text, needed
from referrals.actions.doors.notifying import NOT_WHOLE
from referrals.actions.doors.stepping_down import NO_ACTION, NO_MEETING, NO_OUTSTANDING, NO_WORKER
from referrals.api.bodies import NOT_AN_ADDRESS, AskedBody, FamilyBody
from referrals.forms.notifying import NO_NOTIFIER, NO_TELEPHONE
from referrals.forms.stepping_down import MOST_ACTIONS, NO_REASON_WHY_NOW
from referrals.models import Notification
from referrals.rules.plausible import LONGEST

YesNo = Notification.YesNo
NOTHING_OUTSTANDING = needed(NO_OUTSTANDING) | {
    "empty": f"{NO_OUTSTANDING}.",
    "not_a_list": "Send a list: […].",
    "max_length": f"Send at most {MOST_ACTIONS} actions.",
}


class NotificationBody(FamilyBody):
    """A domestic abuse notification. It is kept from whom it names as having done it."""

    sender_name = Text(max_length=200, error_messages=needed(NO_NOTIFIER), help_text="Who notifies")
    sender_role = Text(required=False, max_length=100, help_text="Their role and team")
    sender_phone = Text(
        max_length=40,
        error_messages=needed(NO_TELEPHONE),
        help_text="A number the desk can reach them on",
    )
    incident_on = Day(
        required=True, error_messages=needed(NOT_WHOLE["incident_on"]), help_text="Its day"
    )
    incident_time = Clock(help_text="Like 21:40")
    incident_reference = Text(
        max_length=60,
        error_messages=needed(NOT_WHOLE["incident_reference"]),
        help_text="Police reference of the incident",
    )
    reported = Text(
        max_length=LONGEST,
        error_messages=needed(NOT_WHOLE["reported"]),
        help_text="As it was said, and not as a finding",
    )
    reported_by = Text(
        max_length=200,
        error_messages=needed(NOT_WHOLE["reported_by"]),
        help_text="A name or a role, such as a neighbour who rang 999",
    )
    children_were = Choice(
        choices=Notification.Children.choices,
        error_messages=needed(NOT_WHOLE["children_were"]),
        help_text="Where the children were",
    )
    risk = Choice(
        choices=Notification.Risk.choices,
        error_messages=needed(NOT_WHOLE["risk"]),
        help_text="Risk level of the DASH assessment",
    )
    safety_plan = Choice(
        choices=YesNo.choices,
        error_messages=needed(NOT_WHOLE["safety_plan"]),
        help_text="Whether there is a safety plan with the person harmed",
    )
    harmed = Text(required=False, max_length=200, help_text="Who is said to have been harmed")
    perpetrator_is = Choice(
        choices=Notification.Whom.choices,
        error_messages=needed(NOT_WHOLE["perpetrator_is"]),
        help_text="Whether it is known who is said to have done it. It is kept from them "
        "everywhere.",
    )
    perpetrator_name = Text(required=False, max_length=200)
    perpetrator_relationship = Text(
        required=False, max_length=100, help_text="What they are to the children"
    )
    perpetrator_born = Day()
    works_at_school = Choice(
        choices=YesNo.choices,
        error_messages=needed(NOT_WHOLE["works_at_school"]),
        help_text="Whether either of them works at a school of the children. Where somebody does, "
        "nobody at that school is told.",
    )
    works_at = Text(required=False, max_length=200, help_text="The school’s name or URN")


class OutstandingBody(Body):
    """One thing that is outstanding."""

    what = Text(max_length=500, error_messages=needed(NO_ACTION), help_text="What is to be done")
    who = Text(required=False, max_length=200, help_text="Who does it")
    by_when = Day()


class StepDownBody(AskedBody):
    """A family whom social care hands to early help."""

    social_worker = Text(
        max_length=200, error_messages=needed(NO_WORKER), help_text="The family’s social worker"
    )
    social_worker_phone = Text(required=False, max_length=40, help_text="Or their email")
    social_worker_email = Text(
        required=False, max_length=254, validators=[EmailValidator(NOT_AN_ADDRESS)]
    )
    last_meeting_on = Day(
        required=True,
        error_messages=needed(NO_MEETING),
        help_text="The last meeting with the family, such as the last child in need review",
    )
    closes_on = Day(help_text="The day social care closes")
    outstanding = serializers.ListField(
        child=OutstandingBody(),
        allow_empty=False,
        max_length=MOST_ACTIONS,
        error_messages=NOTHING_OUTSTANDING,
        help_text="What early help is to go on with",
    )
    worries = Text(
        max_length=LONGEST,
        error_messages=needed(NO_REASON_WHY_NOW),
        help_text="Why early help is right for this family now",
    )
    going_well = Text(required=False, max_length=LONGEST)
    plan = Text(required=False, max_length=LONGEST, help_text="The plan so far")
