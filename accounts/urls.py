from django.urls import URLPattern, path

from accounts.views import agency, my_settings, tokens
from accounts.views.activity import my_activity
from accounts.views.home import home
from accounts.views.places import no_place, settings_page

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("start/", no_place, name="no-place"),
    path("my-activity/", my_activity, name="my-activity"),
    path("my-settings/", my_settings.my_settings, name="my-settings"),
    path("my-settings/email/", my_settings.digest, name="my-digest"),
    path("my-settings/calendar/new/", my_settings.calendar_new, name="my-calendar-new"),
    path("my-settings/calendar/end/", my_settings.calendar_end, name="my-calendar-end"),
    path("settings/", settings_page, name="settings"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/new/", tokens.token_new, name="token-new"),
    path("settings/tokens/<int:token_id>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("agency/people/", agency.people, name="agency-people"),
    path("agency/people/invite/", agency.invite, name="agency-invite"),
    path("agency/people/<int:user_id>/end/", agency.end, name="agency-end"),
    path("agency/people/<int:user_id>/invite/", agency.invite_again, name="agency-invite-again"),
    path("agency/people/<int:user_id>/wake/", agency.wake, name="agency-wake"),
]
