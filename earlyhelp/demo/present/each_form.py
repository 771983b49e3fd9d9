"""One of each form beside the early help assessment, written by the product's own verbs."""

from datetime import date, timedelta
from typing import Any

from assessments.actions.answering import Given, save
from assessments.actions.assessing import start
from assessments.actions.finishing import finish
from assessments.definition import Purpose
from assessments.models import Assessment
from assessments.progress import Page
from assessments.queries.forms import in_force
from assessments.queries.sheet import Sheet
from cases.actions.people.registering import add_to_family, register_person
from cases.journey import Stage
from cases.models import Allocation, Case, CaseChild, Membership, Person

TALK = {
    "who": "{adult} at home, for an hour. {child} came in for the last ten minutes and stayed.",
    "what_brought": (
        "{adult} rang school because mornings end in shouting and {child} is late most days. It "
        "began in September, when the hours at work changed."
    ),
    "family_says": "{adult}: “I am not asking for much. I want one morning without a fight.”",
    "children_say": "{child}: “Everybody has gone before I am up. I do not hear the alarm.”",
    "going_well": "They eat together every evening, and {child} cooks on Fridays.",
    "worries": (
        "{adult} worries about losing the job. I worry that {child} is alone from six to eight "
        "every morning."
    ),
    "agreed_next": "{adult} asks school about breakfast club by Friday. I ring on Monday at four.",
}
OWN = {
    "about_me": "I like bikes and I fix them for people. Do not call me by my full name.",
    "home": "Nan is all right. It is quiet. I would rather not say more about my dad.",
    "school": "I go when it is workshop day. The rest is boring.",
    "going_well": "I got the bike job on Saturdays.",
    "worries": "The older ones outside the shop want me to carry things for them.",
    "trusted": "Nan, and Mr Clarke in the workshop.",
    "change": "That I could walk home without going round the long way.",
    "own_words": "Ask me first before you ring my dad.",
    "own_score": 6,
    "how": "helped",
    "who_helped": "Mr Clarke, workshop teacher",
    "parents_may_see": "ask",
    "competence": "He is 16 and decided himself. Ask him before his grandmother reads it.",
    "heard": True,
}
BIRTH = {
    "who_lives_where": "Both parents and the other children live together; the baby will too.",
    "parents_elsewhere": "There is nobody.",
    "who_helps": "The midwife, every four weeks. The mother’s sister, most evenings.",
    "pregnancy": "Booked at nine weeks. Every appointment was kept, the midwife says.",
    "felt": "It was a surprise. “We are tired and we are glad,” the mother says.",
    "preparing": "The cot is up. Who takes the other children is not settled yet.",
    "good": "They talk to the baby at bedtime, all of them.",
}


def write_each_form(today: date) -> None:
    """A conversation that is to become an assessment, one that has, one before a birth, and a
    young person's own."""
    _own(today - timedelta(days=9))
    cases = iter(_to_be_assessed())
    for case in (next(cases, None), becoming := next(cases, None)):
        if case:
            _talk(case, today - timedelta(days=6))
    if becoming:
        start(case=becoming, by=_lead(becoming))
    if expecting := next(cases, None):
        _before_birth(expecting, today)


def _to_be_assessed() -> list[Case]:
    """In Bilston, the first of them led by practitioner@example.org."""
    rows = Case.objects.filter(
        locality__slug="bilston", stage=Stage.ASSESSING, eha_started_on=None, restricted=False
    )
    found = rows.filter(step_ups=None).select_related("family", "locality").order_by("-pk")
    return sorted(found, key=lambda case: not _lead(case).email.startswith("practitioner@"))


def _talk(case: Case, day: date) -> None:
    record = _begin(case, Purpose.CONVERSATION, day)
    _write(record, TALK | {"held_on": day.isoformat()})
    finish(assessment=record, by=record.started_by, on=day)


def _before_birth(case: Case, today: date) -> None:
    by = _lead(case)
    baby = register_person(
        kind=Person.Kind.UNBORN,
        by=by,
        family_name=case.family.name.removesuffix(" family"),
        expected_on=today + timedelta(days=96),
    )
    child = Membership.Relationship.CHILD
    add_to_family(family=case.family, person=baby, relationship=child, by=by)
    _write(_begin(case, Purpose.UNBORN, today), BIRTH)


def _own(day: date) -> None:
    """Of the young man of sixteen who decided for himself."""
    young = CaseChild.objects.filter(
        person__sex="M",
        case__locality__slug="bilston",
        case__stage=Stage.ASSESSING,
        case__restricted=False,
        person__date_of_birth__lte=day - timedelta(days=16 * 366),
    )
    row = young.select_related("case__family", "case__locality", "person").order_by("pk").first()
    if row:
        record = _begin(row.case, Purpose.YOUNG_PERSON, day, row.person)
        _write(record, OWN)
        finish(assessment=record, by=record.started_by, on=day)


def _begin(case: Case, purpose: Purpose, day: date, about: Person | None = None) -> Assessment:
    form = in_force(day, purpose)
    assert form  # they ship
    return start(case=case, by=_lead(case), form=form, about=about.pk if about else None, on=day)


def _write(assessment: Assessment, words: dict[str, Any]) -> None:
    sheet = Sheet(assessment)
    answers = [given for page in sheet.pages for given in _answers(sheet, page, words)]
    save(assessment=assessment, by=assessment.started_by, answers=answers)


def _answers(sheet: Sheet, page: Page, words: dict[str, Any]) -> list[Given]:
    called = {member.audience.value: member.called for member in reversed(sheet.members)}
    found = []
    for question in page.questions:
        value = words.get(question.key)
        if value is not None:
            row = sheet.row(page, question.key)
            said = value.format(**called) if isinstance(value, str) else value
            version = row.version if row else 0
            found.append(Given(page.section.key, page.person_id, question.key, said, version))
    return found


def _lead(case: Case) -> Any:
    return Allocation.objects.select_related("user").get(case=case, ended_at__isnull=True).user
