"""The demonstration: an invented authority in a real city, with a past and a present.

Nobody in it exists: names, dates of birth, streets, telephone numbers and numbers of schools and
the NHS are made up. Only the postcodes are real ones of the area. The past (`past/`) is written
so that the figures the City of Wolverhampton published in January 2018 come out again; the
present (`present/`) is a caseload dated around today.
"""
