"""The family tree: who is related to whom and who lives together, drawn as SVG by the server.

`kin` says what is drawn, `generations` which row, `ordering` who stands beside whom,
`placing` where, `routing` how the lines run, `drawing` what the template draws, `words` the
same in sentences, `gathering` reads it all from the record. All but the last touch no database.
"""
