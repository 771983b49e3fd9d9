"""Who may see which record: stated once here, and once more by the database as row security.

The second wall stands in `cases/row_security.py` and is fed by acting_as; tests compare the
two for every member of the cast and every table. What somebody reaches by name (their own
cases, families opened or closed to them) is worked out by one database function, `reach_of`.
"""

from collections.abc import Iterable
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, Lookup, OuterRef, Q
from django.db.models.fields.related_lookups import RelatedLookupMixin

from accounts.acting import reach_of
from accounts.roles import Scope, role_of


class Among(Lookup):
    """`id__among="4,7"`: one of a list of ids, given as one text, so that a query's own text
    does not change with how many there are."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} = ANY (string_to_array(%s, ',')::bigint[])", (*params, self.rhs)


class RelatedAmong(RelatedLookupMixin, Among):
    def get_prep_lookup(self) -> Any:
        return self.rhs


models.BigAutoField.register_lookup(Among)
models.ForeignObject.register_lookup(RelatedAmong)


class _FromSetting(models.Func):
    template = "nullif(current_setting('app.token', true), '')"
    arity = 0


class MadeIn(models.CharField):
    """The token of the `acting_as` that wrote the row: its maker sees it until that ends.

    A person has no family yet when they are written down, and so nobody else could see them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_length": 36, "null": True, "editable": False}
        kwargs["db_default"] = _FromSetting(output_field=models.CharField())
        super().__init__(*args, **kwargs)


class CaseQuerySet(models.QuerySet[Any]):
    """Cases. Pages, lists, searches, exports and the API begin with `visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """The cases this person has a need to know.

        Scope "all": every case. "localities": those of the localities they serve, and their
        own. "own": cases they lead now or led when the case closed, and cases they are in the
        Team Around the Family of; people of other agencies only while a sharing basis covers
        their agency. Of the council, whoever leads a family now also sees its earlier cases. A
        restricted family's cases: people named on it, and who broke the glass, alone. Never a
        family of somebody they are linked to.
        """
        scope = role_of(user).scope
        if scope == Scope.NONE:
            return self.none()
        reach = reach_of(user)
        seen = Q()
        if scope != Scope.ALL:
            seen = Q(pk__among=listed(reach.own))
        if scope == Scope.LOCALITIES:
            seen |= Q(locality__among=listed(reach.localities))
        opened = Q(family__among=listed(reach.opened))
        closed = Q(family__among=listed(reach.closed))
        return self.filter(opened | (Q(restricted=False) & seen)).exclude(closed)

    def live(self) -> Self:
        return self.exclude(stage="closed")


class FamilyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The families of which this person sees a case; with scope "all" every one that is not
        restricted."""
        scope = role_of(user).scope
        if scope == Scope.NONE:
            return self.none()
        reach = reach_of(user)
        cases = apps.get_model("cases", "Case").objects.visible_to(user)
        seen = Q() if scope == Scope.ALL else Q(Exists(cases.filter(family=OuterRef("pk"))))
        opened = Q(pk__among=listed(reach.opened))
        closed = Q(pk__among=listed(reach.closed))
        return self.filter(opened | (Q(restricted=False) & seen)).exclude(closed)


class PersonQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The people of families this person sees, past members too; with scope "all" everybody
        who is in no restricted family. A record merged into one they see, too; never a former
        identity that is closed to them."""
        scope = role_of(user).scope
        if scope == Scope.NONE:
            return self.none()
        reach = reach_of(user)
        families = apps.get_model("cases", "Family").objects.visible_to(user)
        memberships = apps.get_model("cases", "Membership").objects
        of_them = memberships.filter(person=OuterRef("pk"), family__in=families.values("pk"))
        seen = Q(Exists(of_them))
        if scope == Scope.ALL:
            seen |= Q(restricted=False) & ~Q(pk__among=listed(reach.closed_people))
        kept = self.model._base_manager.filter(seen, pk=OuterRef("merged_into"))
        merged = Q(merged_into__isnull=False) & Q(Exists(kept))
        return self.filter(seen | merged).exclude(pk__among=listed(reach.former))

    def standing(self) -> Self:
        """Neither merged into another record nor closed as a former identity."""
        return self.filter(merged_into__isnull=True, identity_closed_on__isnull=True)

    def living_children_of(self, case: Any) -> Self:
        """The children a case is about who have not died, in a fixed order."""
        return self.filter(case_children__case=case, died_on__isnull=True).order_by("pk")


def listed(ids: Iterable[int] | str) -> str:
    """Ids as `among` takes them; what is a text already stays."""
    return ids if isinstance(ids, str) else ",".join(map(str, ids))
