"""The directory of the invented authority, and families who were told of what is in it."""

from datetime import date, timedelta
from pathlib import Path

from earlyhelp.demo.book import at
from localities.actions.loading_services import read_services
from localities.models import Service
from referrals.actions.signposting import LATER
from referrals.models import Decision, Outcome, Signposting

FILE = Path(__file__).parent / "directory.csv"
OUT_OF_DATE = "summer-splash"
TOLD = 40  # of the latest decisions for advice
THEIRS = ("copper-kettle-debt", "parents-together", "quiet-minds", "stay-and-play-bilston")
CAME = (Signposting.Outcome.WENT, Signposting.Outcome.WENT, Signposting.Outcome.DID_NOT_GO,
        Signposting.Outcome.NOT_REACHED)  # fmt: skip


def make_directory(today: date) -> None:
    """Thirty-odd entries; one that nobody has checked since the summer."""
    read_services(FILE, by=None)
    Service.objects.update(valid_until=today + timedelta(days=200))
    Service.objects.filter(key=OUT_OF_DATE).update(valid_until=today - timedelta(days=80))


def tell_families(today: date) -> None:
    """What came of the latest advice: some asked about, some due, some not yet."""
    services = list(Service.objects.filter(key__in=THEIRS).defer("words").order_by("key"))
    rows = Decision.objects.filter(outcome=Outcome.ADVICE, superseded_at__isnull=True)
    seen: set[int] = set()
    for number, decision in enumerate(rows.order_by("-decided_at", "-pk")[:TOLD]):
        if decision.referral_id in seen:
            continue
        seen.add(decision.referral_id)
        due = decision.decided_on + LATER
        asked = due < today and number % 3
        Signposting.objects.create(
            referral_id=decision.referral_id,
            service=services[number % len(services)],
            by_id=decision.decided_by_id,
            at=decision.decided_at,
            follow_up_on=due,
            outcome=CAME[number % len(CAME)] if asked else "",
            followed_up_at=at(min(due, today), 8) if asked else None,
            followed_up_by_id=decision.decided_by_id if asked else None,
        )
