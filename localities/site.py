"""The settings site: Django's admin, holding configuration alone."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string

from audit.actions.recording import record


class ConfigurationSite(admin.AdminSite):
    """The admin with our own sign-in. Somebody signed in who may not finds nothing there."""

    site_header = "Settings"
    site_title = "Settings"
    index_title = "What can be configured"
    site_url = "/settings/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.is_active and user.has_module_perms("localities"))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the site, behind its gate: a decorator of views, which asks whoever may
        come in to confirm that it is them. Django's own pages name their scripts without a
        nonce, so here any file of ours may be one."""
        inner = super().admin_view(import_string(settings.CONFIGURATION_GATE)(view), cacheable)
        return csp_replace({"script-src": [SELF]})(inner)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """On the way here somebody was signed out; or they have no business here."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return redirect("admin:index")
            raise Http404
        wanted = request.GET.get("next", "")
        here = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
        return redirect_to_login(wanted if here else "/settings/", settings.LOGIN_URL)


configuration = ConfigurationSite(name="admin")


class PageAddress(forms.URLField):
    """The address of a page on the web."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"assume_scheme": "https"} | kwargs))


class Configured(admin.ModelAdmin):
    """A table of the settings site. Every change is written down; what has been used is not
    deleted but ended. An address typed without “https://” is taken to begin so."""

    formfield_overrides = {models.URLField: {"form_class": PageAddress}}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        what = obj._meta.verbose_name
        changed = {name: str(form.cleaned_data.get(name)) for name in form.changed_data}
        changed.pop("password", None)
        record(
            f"settings.{obj._meta.model_name}",
            obj,
            f"Settings: {what} {'changed' if change else 'added'}: {obj}"[:500],
            by=request.user,
            changed=changed,
        )


class Erasable(Configured):
    """A table of which a row may be deleted, because nothing hangs from it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        record(
            f"settings.{obj._meta.model_name}",
            obj,
            f"Settings: {obj._meta.verbose_name} deleted: {obj}"[:500],
            by=request.user,
        )
        super().delete_model(request, obj)
