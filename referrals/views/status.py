"""How a request stands, for whoever has its code; and whose an address is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.actions.recording import looked
from audit.models import Look
from localities.models import Authority
from referrals.actions.doors.replying import USE, confirm, request_of
from referrals.answering_words import asks
from referrals.codes import digest_of
from referrals.forms.codes import ConfirmAddressForm
from referrals.queries.answers import standing_by_code
from referrals.queries.sent import lines_of
from referrals.views.codes import by_code


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """The code of the receipt opens what its sender may know now, and nothing of the family."""

    def found(code: str) -> HttpResponse | None:
        standing = standing_by_code(digest_of(code, use=USE)) if code else None
        if standing is None:
            return None
        what = f"How request {standing.reference} stands, by its code"
        looked(Look.Kind.OPENED, what, by=None, request=standing.number)
        context = {
            "standing": standing,
            "lines": lines_of(standing),
            "asks": asks(standing.answer_by, Authority.current().desk_phone)
            if standing.answer_by
            else [],
        }
        return render(request, "public/status.html", context)

    return by_code(request, "public/status_code.html", found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the first letter. Opening it does nothing: mail systems open links too."""
    if request_of(token) is None:
        return render(request, "public/address_gone.html")
    form = ConfirmAddressForm(request.POST or None)
    confirmed = False
    if request.method == "POST" and form.is_valid():
        confirmed = confirm(token)
        if not confirmed:
            return render(request, "public/address_gone.html")
    context = {"form": form, "confirmed": confirmed}
    return render(request, "public/confirm_address.html", context)
