"""Looking into an unusual access."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions.recording import record
from audit.models import Finding
from audit.refusal import refuse_if
from cases.queries.sharing.looks import Unusual


@transaction.atomic
def look_into(*, access: Unusual, verdict: str, words: str, by: User) -> Finding:
    """Write what was found, once. Nobody judges their own looks."""
    refuse_if(
        [
            *(
                ["Your own looks are looked into by somebody else"]
                if access.actor_id == by.pk
                else []
            ),
            *(["This was looked into already"] if access.finding else []),
        ]
    )
    finding = Finding.objects.create(
        rule=access.rule,
        actor_id=access.actor_id,
        actor_name=access.actor_name,
        day=access.day,
        verdict=verdict,
        words=words,
        by_id=by.pk,
        by_name=by.name,
        at=timezone.now(),
    )
    record("access.looked_into", finding, f"Looked into an unusual access: {access.title}", by=by)
    return finding
