from django.urls import URLPattern, path

from accounts.views.activity import my_activity
from accounts.views.home import home
from accounts.views.places import no_place, settings_page

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("start/", no_place, name="no-place"),
    path("my-activity/", my_activity, name="my-activity"),
    path("settings/", settings_page, name="settings"),
]
