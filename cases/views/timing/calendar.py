"""What is due of one’s own work, as a file that calendars read at a private address."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.acting import go_on_as
from accounts.models import CalendarAddress
from cases.calendar_file import Day, calendar_file
from cases.queries.timing.due_work import DueWork, due_work


@require_safe
@never_cache
def calendar(request: HttpRequest, text: str) -> HttpResponse:
    """Kinds of work, days and references: no name. Any other address is not found."""
    rows = CalendarAddress.objects.select_related("user__agency").filter(
        digest=CalendarAddress.digest_of(text), revoked_at__isnull=True, user__is_active=True
    )
    address = rows.first()
    if address is None:
        raise Http404
    go_on_as(address.user)
    now = timezone.now()
    CalendarAddress.objects.filter(pk=address.pk).update(used_at=now)
    days = [_day(row) for row in due_work(address.user)]
    return HttpResponse(
        calendar_file("Early help: what is due", days, now),
        content_type="text/calendar; charset=utf-8",
        headers={"X-Robots-Tag": "noindex"},
    )


def _day(row: DueWork) -> Day:
    url = settings.SITE_URL + reverse("case", args=[row.reference])
    host = settings.SITE_URL.partition("://")[2]
    return Day(f"{row.key}@{host}", row.on, f"{row.what}: {row.reference}", url)
