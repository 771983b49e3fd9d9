"""Every address of the site. Each app's own are in its urls.py."""

from django.urls import include, path
from django.views.generic import TemplateView

from accounts.api.views import nothing_there
from earlyhelp.health import livez, readyz
from earlyhelp.theme import favicon, logo, theme
from localities.site import configuration

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("localities.urls")),
    path("", include("referrals.urls")),
    path("", include("cases.urls")),
    path("", include("assessments.urls")),
    path("", include("reporting.urls")),
    path("api/v1/", include("reporting.api.urls")),
    path("api/v1/", include("referrals.api.urls")),
    path("api/<path:path>", nothing_there, name="api-nothing"),
    path("account/", include("accounts.account_urls")),
    path("theme.css", theme, name="theme"),
    path("logo.svg", logo, name="logo"),
    path("favicon.ico", favicon, name="favicon"),
    path(
        "accessibility/",
        TemplateView.as_view(template_name="pages/accessibility.html"),
        name="accessibility",
    ),
    path("privacy/", TemplateView.as_view(template_name="pages/privacy.html"), name="privacy"),
    path("settings/site/", configuration.urls),
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
]
