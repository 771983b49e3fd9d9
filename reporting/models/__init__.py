from reporting.models.report import Report, ReportFile, SectionText

__all__ = ["Report", "ReportFile", "SectionText"]
