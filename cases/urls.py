from django.urls import URLPattern, path

from cases.views.allocation import allocation, while_waiting
from cases.views.closure import closure
from cases.views.contact import add_contact
from cases.views.find import find_page
from cases.views.my_families import my_families_page
from cases.views.needs_you import needs_you, one_list
from cases.views.step_up import complete, step_up
from cases.views.step_up_answers import answer, decide, handover
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

urlpatterns: list[URLPattern] = [*WORK]
