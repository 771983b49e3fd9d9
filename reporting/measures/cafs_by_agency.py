"""Assessments on the form that the Early Help Assessment replaced."""

from dataclasses import replace

from reporting.measures.ehas_by_agency import MEASURE as EHAS_BY_AGENCY

MEASURE = replace(
    EHAS_BY_AGENCY,
    key="cafs_by_agency",
    title="Assessments initiated on the older CAF form",
    definition=(
        "Assessments on the older Common Assessment Framework (CAF) form, by the day they were "
        "begun and the type of agency of the person who began them. They are not counted among "
        "Early Help Assessments."
    ),
    population="Assessments on the CAF form begun in the period",
)
