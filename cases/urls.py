from django.urls import URLPattern, path

from accounts.doors import View
from cases.views import documents, files, put_forward, surgeries
from cases.views.case import summary
from cases.views.contact import add_contact
from cases.views.endings import sustained
from cases.views.endings.closure import closing, closure
from cases.views.endings.closure import take_back as take_back_closing
from cases.views.endings.reopening import reopening
from cases.views.history import history
from cases.views.leads import duty, sent_on, transfers, workers
from cases.views.leads.allocation import allocation, while_waiting
from cases.views.leads.waiting import waiting
from cases.views.my_families import my_families_page
from cases.views.needs_you import needs_you, one_list
from cases.views.people import describing, identities, merging, placing, schools
from cases.views.people.family import people
from cases.views.people.find import find_page
from cases.views.rights import forms as rights_forms
from cases.views.rights import keeping, queue
from cases.views.rights.passing_on import pass_on
from cases.views.sharing import (
    access,
    access_review,
    agreeing,
    copies,
    emergency,
    giving,
    looks,
    withdrawal,
    withholding,
    written,
)
from cases.views.sharing.helping import call, call_back, helping
from cases.views.steps.step_down import step_down
from cases.views.steps.step_up import complete, step_up
from cases.views.steps.step_up_answers import answer, decide, handover
from cases.views.steps.step_up_disputes import dispute, settle
from cases.views.timeline import timeline
from cases.views.timing import calendar, due, timescales

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
    path("cases/<slug:reference>/withdrawal/", withdrawal.withdrawal, name="case-withdrawal"),
    path(
        "cases/<slug:reference>/withdrawal/lead/",
        withdrawal.to_council_lead,
        name="case-withdrawal-reassign",
    ),
    path(
        "cases/<slug:reference>/withdrawal/going-on/",
        withdrawal.without_agreement,
        name="case-withdrawal-go-on",
    ),
    path("duty/", duty.duty, name="duty"),
    path("duty/<slug:reference>/", duty.family, name="duty-family"),
    path("duty/<slug:reference>/call/", duty.call, name="duty-call"),
    path("our-families/written/", written.written, name="written"),
    path("cases/<slug:reference>/closure/", closure, name="case-close"),
    path("cases/<slug:reference>/closure/asked/", closing, name="case-closing"),
    path(
        "cases/<slug:reference>/closure/asked/take-back/",
        take_back_closing,
        name="case-closing-take-back",
    ),
    path("cases/<slug:reference>/closure/again/", reopening, name="case-reopen"),
    path(
        "cases/<slug:reference>/closure/looks/<int:number>/call/",
        sustained.ask_how_it_goes,
        name="case-ask-how",
    ),
    path("cases/<slug:reference>/transfers/new/", transfers.ask, name="case-transfer"),
    path("transfers/<int:number>/", transfers.transfer, name="transfer"),
    path("cases/<slug:reference>/sent-on/new/", sent_on.send_on, name="case-send-on"),
    path(
        "cases/<slug:reference>/sent-on/<int:number>/", sent_on.answer, name="case-sent-on-answer"
    ),
    path("cases/<slug:reference>/step-down/", step_down, name="case-step-down"),
    path("cases/<slug:reference>/step-up/", step_up, name="case-step-up"),
    path("cases/<slug:reference>/step-up/pack/", complete, name="case-step-up-complete"),
    path("cases/<slug:reference>/step-up/agreement/", decide, name="case-step-up-decide"),
    path("cases/<slug:reference>/step-up/answer/", answer, name="case-step-up-answer"),
    path("cases/<slug:reference>/step-up/handover/", handover, name="case-step-up-handover"),
    path("cases/<slug:reference>/step-up/dispute/", dispute, name="case-step-up-dispute"),
    path("cases/<slug:reference>/step-up/dispute/answer/", settle, name="case-step-up-settle"),
]

# Locality surgeries, and what is asked of them about a case.
SURGERIES: list[URLPattern] = [
    path("surgeries/", surgeries.surgeries, name="surgeries"),
    path("surgeries/new/", surgeries.new, name="surgery-new"),
    path("surgeries/<int:number>/", surgeries.surgery, name="surgery"),
    path("surgeries/<int:number>/change/", surgeries.change, name="surgery-change"),
    path("surgeries/<int:number>/call-off/", surgeries.going_off, name="surgery-call-off"),
    path("surgeries/<int:number>/attendance/", surgeries.attendance, name="surgery-attendance"),
    path("cases/<slug:reference>/surgery/new/", put_forward.new, name="case-put-forward"),
    path(
        "cases/<slug:reference>/surgery/<int:number>/", put_forward.item, name="case-surgery-item"
    ),
    path(
        "cases/<slug:reference>/surgery/<int:number>/withdrawal/",
        put_forward.withdrawal,
        name="case-surgery-withdraw",
    ),
    path(
        "cases/<slug:reference>/surgery/<int:number>/next-step/",
        put_forward.step_done,
        name="case-surgery-step-done",
    ),
]

# The table of timescales, and one’s own due work for a calendar.
TIMESCALES: list[URLPattern] = [
    path("calendar/<slug:text>.ics", calendar.calendar, name="calendar"),
    path("timescales/", timescales.timescales, name="timescales"),
    path("settings/timescales/new/", timescales.add, name="timescale-new"),
    path("settings/timescales/<slug:key>/", timescales.change, name="timescale-change"),
]

# The people a manager answers for.
WORKERS: list[URLPattern] = [
    path("workers/", workers.workers, name="workers"),
    path("workers/<int:number>/cover/", workers.cover, name="worker-cover"),
    path("workers/<int:number>/hand-over/", workers.hand_over, name="worker-hand-over"),
    path("covers/<int:number>/end/", workers.cover_end, name="cover-end"),
]

# Who may see a record, and opening a closed one.
ACCESS: list[URLPattern] = [
    path("cases/<slug:reference>/access/", access.access, name="case-access"),
    path("cases/<slug:reference>/access/restriction/", access.restrict, name="case-restrict"),
    path("cases/<slug:reference>/access/named/new/", access.name, name="case-name"),
    path("cases/<slug:reference>/access/named/<int:number>/", access.unname, name="case-unname"),
    path("cases/<slug:reference>/access/lifting/", access.lift, name="case-lift"),
    path("cases/<slug:reference>/access/links/new/", access.declare, name="case-conflict"),
    path(
        "cases/<slug:reference>/access/links/<int:number>/",
        access.end_conflict,
        name="case-conflict-end",
    ),
    path("emergency/", emergency.emergency, name="emergency"),
    path("emergency/<int:number>/closing/", emergency.shut, name="emergency-shut"),
    path("emergency/opened/", emergency.openings, name="emergency-openings"),
    path("emergency/opened/<int:number>/", emergency.finding, name="emergency-finding"),
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
    path("cases/<slug:reference>/documents/files/new/", files.add, name="case-file-add"),
    path("cases/<slug:reference>/documents/files/<int:number>/", files.download, name="case-file"),
    path(
        "cases/<slug:reference>/documents/files/<int:number>/end/",
        files.end,
        name="case-file-end",
    ),
    path("cases/<slug:reference>/history/", history, name="case-history"),
    path("cases/<slug:reference>/due/", due.all_due, name="case-due"),
    path("cases/<slug:reference>/due/<int:number>/pause/", due.pause, name="case-due-pause"),
    path("cases/<slug:reference>/due/<int:number>/resume/", due.resume, name="case-due-resume"),
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
    path("cases/<slug:reference>/objections/new/", agreeing.objection, name="case-objection"),
    path(
        "cases/<slug:reference>/objections/<int:number>/answer/",
        agreeing.answer_objection,
        name="case-objection-answer",
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
    path("access-review/", access_review.access_review, name="access-review"),
    path("access-review/<slug:rule>/<int:about>/", access_review.decision, name="access-decision"),
]

# The forms about one person, under their number.
FORMS: list[tuple[str, View, str]] = [
    ("facts", describing.facts, "case-person"),
    ("birth", describing.birth, "case-birth"),
    ("death", describing.death, "case-death"),
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

# “Is anyone already helping?”, the calls that follow, and what a change of school asks for.
ASKED: list[URLPattern] = [
    path("helping/", helping, name="helping"),
    path("helping/call/", call, name="helping-call"),
    path("cases/<slug:reference>/calls/<int:number>/", call_back, name="case-call"),
    path(
        "cases/<slug:reference>/school-changes/<int:number>/",
        schools.hand_over,
        name="case-school-change",
    ),
    path("school-notes/<int:number>/", schools.last_note, name="school-note"),
]

# Two records of one person: found, compared, made one, and split again.
MERGES: list[URLPattern] = [
    path("people/<int:number>/same/", merging.find_other, name="person-same"),
    path("people/<int:number>/merge/<int:other>/", merging.compare, name="person-merge"),
    path("merges/<int:number>/", merging.merged, name="merge"),
    path("merges/<int:number>/split/", merging.split_page, name="merge-split"),
]

# Former identities: closed to everybody who is not cleared.
IDENTITIES: list[URLPattern] = [
    path(
        "cases/<slug:reference>/people/<int:number>/identity/",
        identities.close_page,
        name="case-identity-close",
    ),
    path("identities/<int:number>/", identities.closed, name="identity"),
    path("identities/<int:number>/cleared/new/", identities.clear_page, name="identity-clear"),
    path(
        "identities/<int:number>/cleared/<int:row>/",
        identities.unclear_page,
        name="identity-unclear",
    ),
]

# What is not to be shared with whom, copies for one person, and adults' own information.
KEPT = "cases/<slug:reference>/not-to-be-shared"
COPY = "cases/<slug:reference>/copies"
SHARED: list[URLPattern] = [
    path(f"{KEPT}/", withholding.marks, name="case-withheld"),
    path(f"{KEPT}/choose/", withholding.choose_item, name="case-withheld-choose"),
    path(f"{KEPT}/new/<str:kind>/<int:row>/", withholding.mark, name="case-withhold"),
    path(f"{KEPT}/proposed/<int:number>/", withholding.proposed, name="case-withheld-proposed"),
    path(f"{KEPT}/<int:number>/end/", withholding.lift, name="case-withheld-end"),
    path(f"{KEPT}/acting/new/", withholding.acting, name="case-acts-for"),
    path(f"{KEPT}/acting/<int:number>/end/", withholding.end_acting, name="case-acts-for-end"),
    path(f"{COPY}/", copies.copies, name="case-copies"),
    path(f"{COPY}/<int:number>/", copies.copy, name="case-copy"),
    path(f"{COPY}/<slug:kind>/<int:row>/", copies.recipient, name="case-copy-for"),
    path(
        f"{COPY}/<slug:kind>/<int:row>/for/<slug:whom>/",
        copies.side_by_side,
        name="case-copy-beside",
    ),
    path("cases/<slug:reference>/given/", giving.given, name="case-given"),
    path("cases/<slug:reference>/given/new/<str:kind>/<int:row>/", giving.give, name="case-give"),
    path("cases/<slug:reference>/given/<int:number>/end/", giving.end, name="case-given-end"),
]

# People's requests about their records, legal holds, and what is due for disposal.
RIGHTS: list[URLPattern] = [
    path("rights/", queue.queue, name="rights"),
    path("rights/new/", rights_forms.write_down, name="rights-new"),
    path("rights/holds/", keeping.holds, name="rights-holds"),
    path("rights/holds/new/", keeping.new_hold, name="rights-hold-new"),
    path("rights/holds/<int:number>/end/", keeping.end_hold, name="rights-hold-end"),
    path("rights/disposal/", keeping.disposal, name="rights-disposal"),
    path("rights/disposal/<int:number>/", keeping.decide, name="rights-disposal-decide"),
    path("rights/<slug:reference>/", queue.one, name="rights-request"),
    path("rights/<slug:reference>/person/", rights_forms.identify, name="rights-identify"),
    path("rights/<slug:reference>/proof-asked/", rights_forms.ask_proof, name="rights-ask-proof"),
    path("rights/<slug:reference>/proof/", rights_forms.prove, name="rights-prove"),
    path("rights/<slug:reference>/extension/", rights_forms.extend, name="rights-extend"),
    path("rights/<slug:reference>/answer/", rights_forms.answer, name="rights-answer"),
    path("rights/<slug:reference>/withdrawal/", rights_forms.withdraw, name="rights-withdraw"),
    path("rights/<slug:reference>/disputes/new/", rights_forms.name_part, name="rights-name-part"),
    path(
        "rights/<slug:reference>/disputes/<int:number>/",
        rights_forms.dispute,
        name="rights-dispute",
    ),
    path("cases/<slug:reference>/rights/new/", pass_on, name="case-rights-new"),
]

urlpatterns: list[URLPattern] = [
    *WORK, *ACCESS, *PAGE, *LOOKS, *PERSON, *ASKED, *MERGES, *IDENTITIES, *SHARED, *RIGHTS,
    *TIMESCALES, *WORKERS, *SURGERIES,
]  # fmt: skip
