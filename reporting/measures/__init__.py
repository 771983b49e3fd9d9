"""What is counted, each thing declared once. A measure does not know how it will be shown."""

from reporting.measures.declaration import Better, Cut, Kind, Measure
from reporting.measures.registry import MEASURES, measure_of

__all__ = ["MEASURES", "Better", "Cut", "Kind", "Measure", "measure_of"]
