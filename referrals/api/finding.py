"""Which of the requests a system sent: by when and how they stand, page by page."""

import re
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from django_filters.fields import IsoDateTimeField
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination

from audit.api.problems import Mistakes
from referrals.api.answers import STATUSES, stages_of
from referrals.models import Referral

NOT_A_MOMENT = "Send a moment like 2026-11-26T09:30:00Z."
EMPTY = "Give it a value, or leave it out."
NO_PAGE = "There is no such page. Begin again without “cursor”."


_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)


class MomentField(IsoDateTimeField):
    """A moment with its offset from UTC: without one it would be another one by summer."""

    default_error_messages = {"invalid": NOT_A_MOMENT}

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            found = datetime.fromisoformat(value) if _MOMENT.fullmatch(value) else None
        except ValueError:
            found = None
        if found is None or not 1990 <= found.year <= 2200:
            raise ValidationError(NOT_A_MOMENT)
        return found


class MomentFilter(filters.IsoDateTimeFilter):
    field_class = MomentField


class SentFilter(filters.FilterSet):
    """`received_after`, `received_before`, `status`, `kind`."""

    received_after = MomentFilter(
        field_name="received_at", lookup_expr="gte", help_text="From this moment on"
    )
    received_before = MomentFilter(
        field_name="received_at", lookup_expr="lt", help_text="Before this moment"
    )
    status = filters.ChoiceFilter(
        choices=[(key, key) for key in STATUSES],
        method="of_status",
        help_text="How they stand",
        error_messages={"invalid_choice": f"Send one of: {', '.join(STATUSES)}."},
    )

    kind = filters.ChoiceFilter(
        choices=Referral.Kind.choices,
        help_text="What was sent",
        error_messages={"invalid_choice": f"Send one of: {', '.join(Referral.Kind.values)}."},
    )

    class Meta:
        model = Referral
        fields: list[str] = []

    def is_valid(self) -> bool:
        """A filter without a value would let through what its sender meant to leave out."""
        asked = self.data or {}
        empty = {name: EMPTY for name in self.filters if not asked.get(name, "x").strip()}
        if empty:
            raise Mistakes(empty)
        return bool(super().is_valid())

    def of_status(self, rows: QuerySet[Referral], name: str, value: str) -> QuerySet[Referral]:
        return rows.filter(stage__in=stages_of(value))


class LatestFirst(CursorPagination):
    """Fifty at a time, the latest first; the last page costs what the first does."""

    page_size = 50
    ordering = ("-received_at", "-id")
    invalid_cursor_message = NO_PAGE

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValidationError, ValueError, OverflowError):  # a cursor somebody wrote by hand
            raise NotFound(NO_PAGE) from None
