"""Files of rows from other systems: how they are read, what is wrong in them, how it is said.

A file is a table of text with a heading line. What cannot be right is a `Problem`: its row, its
column, what was typed, and a sentence with the mend. See docs/imports.md.
"""
