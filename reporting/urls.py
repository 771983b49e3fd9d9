"""Addresses of reports and figures."""

from django.urls import path

from reporting.views import copies, family_copy, figures, panel_papers, reports, step_ups, story

urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.new_report, name="report-new"),
    path("reports/<int:number>/", reports.report, name="report"),
    path("reports/<int:number>/progress/", reports.report_progress, name="report-progress"),
    path("reports/<int:number>/again/", reports.produce_again, name="report-again"),
    path("reports/<int:number>/download/", reports.download, name="report-download"),
    path("rights/<slug:reference>/copy/", copies.copy, name="copy"),
    path("rights/<slug:reference>/copy/progress/", copies.copy_progress, name="copy-progress"),
    path("rights/<slug:reference>/copy/items/", copies.items, name="copy-items"),
    path("rights/<slug:reference>/copy/items/keep/", copies.keep_unmarked, name="copy-keep"),
    path("rights/<slug:reference>/copy/items/<int:number>/", copies.item, name="copy-item"),
    path("rights/<slug:reference>/copy/final/", copies.produce, name="copy-produce"),
    path(
        "rights/<slug:reference>/copy/files/<slug:kind>.<slug:form>",
        copies.download,
        name="copy-download",
    ),
    path("panels/<int:number>/papers/", panel_papers.papers, name="panel-papers"),
    path(
        "panels/<int:number>/papers/progress/", panel_papers.progress, name="panel-papers-progress"
    ),
    path(
        "panels/<int:number>/papers/download/", panel_papers.download, name="panel-papers-download"
    ),
    path(
        "cases/<slug:reference>/copies/<int:number>/family/", family_copy.page, name="family-copy"
    ),
    path(
        "cases/<slug:reference>/copies/<int:number>/family/pdf/",
        family_copy.as_pdf,
        name="family-copy-pdf",
    ),
    path("cases/<slug:reference>/story/", story.story, name="case-story"),
    path("cases/<slug:reference>/story/pdf/", story.story_pdf, name="case-story-pdf"),
    path(
        "cases/<slug:reference>/documents/step-up/<int:number>/pack.<slug:form>",
        step_ups.pack_file,
        name="case-step-up-file",
    ),
    path("reports/figures/<slug:key>/", figures.figure, name="figure"),
]
