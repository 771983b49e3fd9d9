"""What an administrator configures of places, agencies and clocks."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from localities.models import (
    Agency,
    Authority,
    Challenge,
    Closure,
    Locality,
    OtherCouncil,
    Population,
    SchoolHoliday,
    Service,
    SharingAgreement,
    Team,
    Topic,
)
from localities.site import Configured, Erasable, PageAddress, configuration


@admin.register(Authority, site=configuration)
class AuthorityAdmin(Configured):
    """One row: the council."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not Authority.objects.exists() and super().has_add_permission(request)


@admin.register(Closure, site=configuration)
class ClosureAdmin(Erasable):
    list_display = ["on", "reason"]
    ordering = ["-on"]


@admin.register(SchoolHoliday, site=configuration)
class SchoolHolidayAdmin(Erasable):
    list_display = ["name", "starts_on", "ends_on"]


@admin.register(Locality, site=configuration)
class LocalityAdmin(Configured):
    list_display = ["name", "hub_name", "hub_postcode", "order"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Population, site=configuration)
class PopulationAdmin(Erasable):
    list_display = ["locality", "year", "children", "source"]
    list_select_related = ["locality"]
    list_filter = ["year"]


@admin.register(Challenge, site=configuration)
class ChallengeAdmin(Erasable):
    list_display = ["locality", "starts_on", "ends_on", "rank", "text"]
    list_select_related = ["locality"]
    list_filter = ["locality"]


@admin.register(Agency, site=configuration)
class AgencyAdmin(Configured):
    list_display = ["name", "kind", "ended_on"]
    list_filter = ["kind"]
    search_fields = ["name"]


@admin.register(Team, site=configuration)
class TeamAdmin(Configured):
    list_display = ["name", "agency", "locality"]
    list_select_related = ["agency", "locality"]


@admin.register(SharingAgreement, site=configuration)
class SharingAgreementAdmin(Configured):
    """Agreements with other agencies about sharing information. What is over stays in the list."""

    list_display = ["agency", "title", "from_date", "to_date", "document"]
    list_filter = ["agency"]
    ordering = ["agency__name", "-to_date"]


@admin.register(OtherCouncil, site=configuration)
class OtherCouncilAdmin(Configured):
    """Whom a request is sent on to, where the family lives in another council’s area."""

    list_display = ["name", "ons_code", "secure_email", "phone", "ended_on"]
    search_fields = ["name"]


class ServiceForm(forms.ModelForm):
    """An entry of the directory; what it helps with is ticked."""

    topics = forms.MultipleChoiceField(
        choices=Topic.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Service
        field_classes = {"website": PageAddress}
        fields = [
            "name", "key", "offers", "for_whom", "topics", "also_called", "age_from", "age_to",
            "agency", "everywhere", "localities", "online", "address", "postcode", "times",
            "languages", "cost", "cost_words", "how_to_refer", "phone", "email", "website",
            "kept_by", "kept_by_email", "valid_until", "ended_on",
        ]  # fmt: skip


@admin.register(Service, site=configuration)
class ServiceAdmin(Configured):
    """The directory. What is no longer there is given its last day: plans and decisions name it."""

    form = ServiceForm
    list_display = ["name", "agency", "kept_by", "valid_until", "ended_on"]
    list_select_related = ["agency"]
    list_filter = ["cost", "online", "localities"]
    search_fields = ["name", "offers"]
    prepopulated_fields = {"key": ["name"]}
    filter_horizontal = ["localities"]
