"""Who may see which request: stated once here, and again in `referrals/row_security.py`."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from accounts.acting import reach_of
from accounts.roles import Scope, role_of
from cases.models import Case
from cases.need_to_know import listed


class ReferralQuerySet(models.QuerySet[Any]):
    """Requests. The board, lists, pages and jobs begin with `visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """The requests this person has a need to know.

        With scope "all", which the desk has, every one; others those whose case they see. What
        is kept for a restricted family: the people named on it. Never one about somebody they are
        linked to. Whoever sent a request sees it, which says no more than what they wrote. The
        members of a panel see it while it is on their agenda (sql/panels.sql), and a manager of the
        locality one that no case came of, while they look at its decision again
        (sql/looking_again.sql).
        """
        scope = role_of(user).scope
        sent = Q(sender_user=user.pk)
        if scope != Scope.ALL and user.pk:
            sent |= Q(pk__in=RawSQL("SELECT requests_on_agenda_of(%s)", [user.pk]))
        if scope == Scope.NONE:
            return self.filter(sent)
        if scope == Scope.LOCALITIES:
            sent |= Q(pk__in=RawSQL("SELECT requests_to_look_at_again(%s)", [user.pk]))
        reach = reach_of(user)
        seen = Q() if scope == Scope.ALL else Q(Exists(_cases(user)))
        kept = Q(kept_for__among=listed(reach.opened))
        free = Q(kept_for__isnull=True) & ~Q(family__among=listed(reach.closed))
        return self.filter(sent | (~Q(closed_to__contains=[user.pk]) & (kept | (free & seen))))


def _cases(user: Any) -> Any:
    return Case.objects.visible_to(user).filter(pk=OuterRef("case"))
