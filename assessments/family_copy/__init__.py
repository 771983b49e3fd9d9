"""The family's own copy of the plan or of a meeting: a copy that was made for somebody, in plain
English, with the fixed words in their language if they like, in large print if they need it.

`phrases` holds the fixed words, `composing` puts the parts of a copy under them. Nothing comes in
that the copy itself does not hold. Printed by `reporting.documents.family_paper`; read by a link
in `assessments.views.family_door`.
"""
