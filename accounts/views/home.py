"""Where everybody arrives: the public's home page, or the place of the person's role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from accounts.roles import role_of
from localities.clocks import how_long


def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(_place_of(role_of(request.user).home))
    return render(request, "public/home.html", {"read_within": how_long("triage")})


def _place_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # a place this installation does not have
        return reverse("no-place")
