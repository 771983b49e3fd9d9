from django.urls import URLPattern, path

from accounts.doors import View
from cases.views import agreeing, describing, documents, looks, placing
from cases.views.allocation import allocation, while_waiting
from cases.views.case import summary
from cases.views.closure import closure
from cases.views.contact import add_contact
from cases.views.find import find_page
from cases.views.history import history
from cases.views.my_families import my_families_page
from cases.views.needs_you import needs_you, one_list
from cases.views.people import people
from cases.views.step_up import complete, step_up
from cases.views.step_up_answers import answer, decide, handover
from cases.views.timeline import timeline
from cases.views.waiting import waiting

# Lists, and what is done with a case.
WORK: list[URLPattern] = [
    path("my-families/", my_families_page, name="my-families"),
    path("needs-you/", needs_you, name="needs-you"),
    path("needs-you/<slug:key>/", one_list, name="needs-you-list"),
    path("waiting-for-allocation/", waiting, name="waiting"),
    path("find/", find_page, name="find"),
    path("cases/<slug:reference>/allocation/", allocation, name="case-allocate"),
    path("cases/<slug:reference>/while-waiting/", while_waiting, name="case-while-waiting"),
    path("cases/<slug:reference>/contacts/new/", add_contact, name="case-add-contact"),
    path("cases/<slug:reference>/closure/", closure, name="case-close"),
    path("cases/<slug:reference>/step-up/", step_up, name="case-step-up"),
    path("cases/<slug:reference>/step-up/pack/", complete, name="case-step-up-complete"),
    path("cases/<slug:reference>/step-up/agreement/", decide, name="case-step-up-decide"),
    path("cases/<slug:reference>/step-up/answer/", answer, name="case-step-up-answer"),
    path("cases/<slug:reference>/step-up/handover/", handover, name="case-step-up-handover"),
]

# The case page: its parts, and the forms about the family.
PAGE: list[URLPattern] = [
    path("cases/<slug:reference>/", summary, name="case"),
    path("cases/<slug:reference>/people/", people, name="case-people"),
    path("cases/<slug:reference>/timeline/", timeline, name="case-timeline"),
    path("cases/<slug:reference>/documents/", documents.documents, name="case-documents"),
    path(
        "cases/<slug:reference>/documents/step-up/<int:number>/",
        documents.step_up,
        name="case-step-up-pack",
    ),
    path(
        "cases/<slug:reference>/documents/closure/<int:number>/",
        documents.closure,
        name="case-closure-record",
    ),
    path("cases/<slug:reference>/history/", history, name="case-history"),
    path("cases/<slug:reference>/people/new/", describing.add, name="case-person-add"),
    path("cases/<slug:reference>/agreements/new/", agreeing.agreement, name="case-agreement"),
    path(
        "cases/<slug:reference>/agreements/<int:number>/withdrawal/",
        agreeing.withdraw,
        name="case-agreement-withdraw",
    ),
    path("cases/<slug:reference>/sharing/new/", agreeing.sharing, name="case-sharing"),
    path(
        "cases/<slug:reference>/sharing/<int:number>/end/",
        agreeing.end_sharing,
        name="case-sharing-end",
    ),
    path("cases/<slug:reference>/privacy-notices/new/", agreeing.notice, name="case-notice"),
]

# Who looked at what.
LOOKS: list[URLPattern] = [
    path("who-looked/", looks.who_looked, name="who-looked"),
    path("who-looked/<slug:reference>/", looks.who_looked_at, name="who-looked-at"),
    path("unusual-access/", looks.unusual, name="unusual-access"),
    path(
        "unusual-access/<slug:rule>/<int:actor>/<slug:day>/", looks.finding, name="unusual-finding"
    ),
]

# The forms about one person, under their number.
FORMS: list[tuple[str, View, str]] = [
    ("facts", describing.facts, "case-person"),
    ("birth", describing.birth, "case-birth"),
    ("place", describing.place, "case-place"),
    ("leaving", describing.leave, "case-leave"),
    ("addresses/new", placing.address, "case-address"),
    ("ways/new", placing.way, "case-way"),
    ("ways/<int:way>", placing.judge_way, "case-way-end"),
    ("alerts/new", placing.alert, "case-alert"),
    ("alerts/<int:alert>", placing.look_again, "case-alert-end"),
    ("orders/new", placing.order, "case-order"),
    ("responsibilities/new", placing.responsibility, "case-responsibility"),
]
PERSON: list[URLPattern] = [
    path(f"cases/<slug:reference>/people/<int:number>/{place}/", view, name=name)
    for place, view, name in FORMS
]

urlpatterns: list[URLPattern] = [*WORK, *PAGE, *LOOKS, *PERSON]
