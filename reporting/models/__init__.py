from reporting.models.bundle import Bundle, BundleFile, BundleItem
from reporting.models.panel_papers import PanelPapers, PanelPapersFile
from reporting.models.report import Report, ReportFile, SectionText

__all__ = [
    "Bundle",
    "BundleFile",
    "BundleItem",
    "PanelPapers",
    "PanelPapersFile",
    "Report",
    "ReportFile",
    "SectionText",
]
