"""The report a scrutiny panel gets, in committee form."""
