"""The pages around signing in that are ours: an invitation, confirming, what was kept."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.accepting import accept, blockers, found_by
from accounts.actions.keeping import discard, kept_for
from accounts.forms import AcceptForm
from accounts.idling import seconds_left
from accounts.models import Invitation, User
from accounts.second_step import signed_in_by_code
from accounts.single_sign_on import INVITATION
from audit.refusal import Refused


def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """What allauth could do and this product does not: there is no such page."""
    raise Http404


@require_safe
@never_cache
def invitation(request: HttpRequest, text: str) -> HttpResponse:
    """The link of the letter. It is not held in the address while somebody chooses a password."""
    found = found_by(text)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    request.session[INVITATION] = found.pk
    return redirect("accept-invitation")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest) -> HttpResponse:
    rows = Invitation.objects.select_related("user__agency")
    found = rows.filter(pk=request.session.get(INVITATION) or 0).first()
    if found is None or blockers(found):
        return render(request, "accounts/invitation_gone.html", status=404)
    form = AcceptForm(request.POST or None, user=found.user)
    if request.method == "POST" and form.is_valid():
        return _let_in(request, found, form)
    context = {"form": form, "invited": found.user, "sign_on": settings.OIDC_NAME}
    return render(request, "accounts/accept.html", context)


def _let_in(request: HttpRequest, found: Invitation, form: AcceptForm) -> HttpResponse:
    name, password = form.cleaned_data["name"], form.cleaned_data["password"]
    try:
        user = accept(invitation=found, name=name, password=password,
                      how="a password" if password else "codes by e-mail")  # fmt: skip
    except Refused:
        return render(request, "accounts/invitation_gone.html", status=404)
    del request.session[INVITATION]
    if password:
        record_authentication(request, user, method="password", email=user.email)
    record_authentication(request, user, method="code", email=user.email)  # the link came there
    response: HttpResponse = perform_login(request, Login(user=user, email=user.email))
    return response


@login_required
@require_safe
@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    """“Confirm it is you”, by whatever this person has; the single sign-on where it is all."""
    back = _own(request, request.GET.get("next", "/"))
    methods = get_adapter().get_reauthentication_methods(request.user)
    if methods:
        return redirect(f"{methods[0]['url']}?{request.GET.urlencode()}")
    by_code = signed_in_by_code(request, request.user)
    context = {"next": back, "sign_on": "" if by_code else settings.OIDC_NAME}
    return render(request, "accounts/confirm.html", context)


@login_required
@require_safe
@never_cache
def kept(request: HttpRequest) -> HttpResponse:
    """What this person typed and could not send, and nobody else's."""
    assert isinstance(request.user, User)
    return render(request, "accounts/kept.html", {"texts": kept_for(request.user)})


@login_required
@require_POST
def discard_kept(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    discard(request.POST.get("id", ""), by=request.user)
    return redirect("kept")


@never_cache
@require_http_methods(["GET", "POST"])
def still_here(request: HttpRequest) -> JsonResponse:
    """How many seconds are left: asked it only looks, sent it says that somebody is there."""
    signed_in = request.user.is_authenticated
    left = seconds_left(request) if signed_in else 0
    return JsonResponse({"left": int(left), "user": request.user.pk if signed_in else None})


def _own(request: HttpRequest, url: str) -> str:
    own = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()})
    return url if own else "/"
