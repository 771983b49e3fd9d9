"""The family tree: who is related to whom and who lives together, drawn as SVG by the server.

`kin` says what is drawn, `generations` which row, `blocks` and `ordering` who stands beside
whom, `placing` where, `routing` how the lines run, `drawing` what the template draws, `words`
the same in sentences. None of it touches the database; `cases.queries.people.kin` reads the record.
"""
