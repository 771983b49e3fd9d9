"""Charts drawn as SVG by the server: the same drawing on a page and in a report."""

from reporting.showing.charts.choosing import chart_of

__all__ = ["chart_of"]
