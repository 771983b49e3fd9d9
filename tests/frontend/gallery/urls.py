"""The gallery's addresses, in place of the site's apps; sign-in pages as they are."""

from django.urls import include, path
from django.views.generic import TemplateView

from earlyhelp.theme import theme
from tests.frontend.gallery import views

urlpatterns = [
    path("", views.parts, name="home"),
    path("questions/", views.questions, name="gallery-questions"),
    path("refused/", views.refused),
    path("section/", views.section),
    path("save/", views.save),
    path("progress/", views.progress),
    path("find/", views.parts, name="find"),
    path("triage/", views.parts, name="triage"),
    path("needs-you/", views.parts, name="needs-you"),
    path("waiting/", views.parts, name="waiting"),
    path("my-families/", views.parts, name="my-families"),
    path("reports/", views.parts, name="reports"),
    path("my-activity/", views.parts, name="my-activity"),
    path("my-settings/", views.parts, name="my-settings"),
    path("helping/", views.parts, name="helping"),
    path("account/", include("accounts.account_urls")),
    path("theme.css", theme, name="theme"),
    path(
        "accessibility/",
        TemplateView.as_view(template_name="pages/accessibility.html"),
        name="accessibility",
    ),
    path("privacy/", TemplateView.as_view(template_name="pages/privacy.html"), name="privacy"),
]
