"""Counts everything and changes nothing: measures, the scrutiny report, documents."""
