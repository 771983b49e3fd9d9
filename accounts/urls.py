from django.urls import URLPattern, path

from accounts.views.home import home
from accounts.views.places import no_place, settings_page

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("start/", no_place, name="no-place"),
    path("settings/", settings_page, name="settings"),
]
