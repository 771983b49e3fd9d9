"""A request that somebody of a partner agency has begun and not sent."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models import Versioned
from localities.models import Agency
from referrals.models.referral import Referral


class Draft(Versioned):
    """An assessment a partner has begun: the answers as they were typed, not judged yet.

    Its author and their agency's contacts read it; the desk and the council do not. Sending makes
    it a request. `parts` holds for each part of the page {"fields": {name: [values]}, "mark": 3,
    "by": "Sam School", "at": …}: the mark grows with every change of that part.
    """

    classified = Classified(
        about="family",
        special="parts",
        none="version key started_at changed_at warned_at ended_at",
        kept="year",
    )

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    parts = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True, blank=True, help_text="Told it will be deleted")
    sent = models.OneToOneField(
        Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="draft"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent__isnull=True) | Q(ended_at__isnull=False),
                name="a_draft_that_was_sent_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(changed_at__gte=models.F("started_at")),
                name="a_draft_changes_after_it_is_started",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "author"],
                condition=Q(ended_at__isnull=True),
                name="drafts_of_an_agency",
            ),
            models.Index(
                fields=["changed_at"], condition=Q(ended_at__isnull=True), name="untouched_drafts"
            ),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.started_at:%d %b %Y}"

    def typed(self) -> dict[str, list[str]]:
        """Everything that was typed, as a browser would send it."""
        found: dict[str, list[str]] = {}
        for part in self.parts.values():
            found |= part["fields"]
        return found

    def mark(self, part: str) -> int:
        return int(self.parts.get(part, {}).get("mark", 0))

    def child_names(self) -> list[str]:
        """The children as far as they have names."""
        typed, names = self.typed(), []
        for number in range(_number(typed.get("children-TOTAL_FORMS"))):
            asked = (f"children-{number}-given_name", f"children-{number}-family_name")
            name = " ".join(part for one in asked for part in typed.get(one, [""]) if part)
            names += [name] if name else []
        return names


def _number(values: Any) -> int:
    text = (values or ["0"])[0]
    return min(int(text), 50) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
