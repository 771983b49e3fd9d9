"""What somebody looked at and did themselves."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from audit.models import Event, Look

DAYS = 7
MOST = 500


@require_safe
@login_required
def my_activity(request: HttpRequest) -> HttpResponse:
    """“My activity”: own looks and deeds of a week, by day, newest first."""
    last = _day(request.GET.get("to", ""))
    today = timezone.localdate()
    context = {
        "days": _days(request.user.pk, last),
        "older_url": f"?to={last - timedelta(days=DAYS)}",
        "newer_url": f"?to={min(last + timedelta(days=DAYS), today)}" if last < today else "",
        "begin": last - timedelta(days=DAYS - 1),
        "end": last,
    }
    return render(request, "accounts/activity.html", context)


def _days(user_id: Any, last: Any) -> list[tuple[Any, list[dict[str, Any]]]]:
    end = timezone.make_aware(datetime.combine(last, datetime.min.time())) + timedelta(days=1)
    within = {"actor_id": user_id, "at__gte": end - timedelta(days=DAYS), "at__lt": end}
    looks = Look.objects.filter(**within).order_by("-at")[:MOST]
    deeds = Event.objects.filter(**within).order_by("-at")[:MOST]
    lines = [_line(look.at, look.get_kind_display(), look.what) for look in looks]
    lines += [_line(deed.at, "Done", deed.summary) for deed in deeds]
    lines.sort(key=lambda line: line["at"], reverse=True)
    days = groupby(lines[:MOST], key=lambda line: timezone.localdate(line["at"]))
    return [(day, list(of_day)) for day, of_day in days]


def _line(at: datetime, how: str, what: str) -> dict[str, Any]:
    return {"at": at, "how": how, "what": what}


def _day(text: str) -> Any:
    """The last day of the week asked for; today where the address makes no sense."""
    today = timezone.localdate()
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    return min(found, today) if found and found.year > 1970 else today
