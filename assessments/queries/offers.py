"""The forms that a family's workers can start now, each with the reasons why not."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.blocking import starting_blockers
from assessments.definition import Purpose
from assessments.fitting import Choice, choices, does_not_fit
from assessments.models import FormVersion
from assessments.models.assessment import AGAIN
from assessments.progress import Member
from assessments.queries.forms import all_in_force, definition
from assessments.queries.people import members_of_case
from audit.web.messages import in_a_sentence
from cases.journey import WITH_PLAN
from cases.models import Case


@dataclass(frozen=True)
class Offer:
    """One form, as somebody chooses it. `reasons`: why it cannot be started now."""

    form: FormVersion
    about: Member | None
    reasons: list[str]
    again: bool = False  # the assessment of a family whose plan goes on

    @property
    def key(self) -> str:
        """ "eha", "young_person-17"."""
        return f"{self.form.key}-{self.about.id}" if self.about else self.form.key

    @property
    def title(self) -> str:
        if self.again:
            return f"{AGAIN}: {in_a_sentence(self.form.title)}"
        return f"{self.form.title}: {self.about.name}" if self.about else self.form.title

    @property
    def what_for(self) -> str:
        return definition(self.form).about


def offers(case: Case, by: Any, day: date) -> list[Offer]:
    """Every form in force, for whom it is, whether it fits this family and may be started."""
    members = members_of_case(case, day)
    forms = {Purpose(form.purpose): form for form in all_in_force(day)}
    return [_offer(case, by, forms[one.purpose], one, members) for one in choices(forms, members)]


def _offer(case: Case, by: Any, form: FormVersion, choice: Choice, members: list[Member]) -> Offer:
    about = choice.about
    misfits = does_not_fit(choice, members)
    reasons = misfits or starting_blockers(case, form, about.id if about else None, by)
    again = choice.purpose == Purpose.ASSESSMENT and case.stage in WITH_PLAN
    return Offer(form, about, reasons, again)
