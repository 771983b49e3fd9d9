"""What somebody wrote themselves, also about families they no longer see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from cases.queries.sharing.written import written_by


@require_safe
@only_for(May.OFFER_TO_LEAD)
def written(request: HttpRequest) -> HttpResponse:
    """“What you wrote”: a partner's own words, newest first, and nobody else's."""
    page = written_by(request.user, request.GET.get("before", ""))
    looked(Look.Kind.LISTED, "What you wrote", by=request.user, rows=len(page.rows))
    older = f"{reverse('written')}?{urlencode({'before': page.next_before})}"
    context = {"rows": page.rows, "next_url": older if page.next_before else ""}
    return render(request, "cases/written.html", context)
