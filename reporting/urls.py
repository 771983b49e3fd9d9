"""Addresses of reports and figures."""

from django.urls import path

from reporting.views import figures, reports

urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.new_report, name="report-new"),
    path("reports/<int:number>/", reports.report, name="report"),
    path("reports/<int:number>/progress/", reports.report_progress, name="report-progress"),
    path("reports/<int:number>/again/", reports.produce_again, name="report-again"),
    path("reports/<int:number>/download/", reports.download, name="report-download"),
    path("reports/figures/<slug:key>/", figures.figure, name="figure"),
]
