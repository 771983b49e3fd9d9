from reporting.models.bundle import Bundle, BundleFile, BundleItem
from reporting.models.report import Report, ReportFile, SectionText

__all__ = ["Bundle", "BundleFile", "BundleItem", "Report", "ReportFile", "SectionText"]
