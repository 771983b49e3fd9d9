"""Why something cannot be done, in sentences a practitioner would say; each rule is here once."""
