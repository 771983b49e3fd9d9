"""The past: case histories from April 2016 on, from which the published figures come out again.

How the numbers of families were found: docs/adr/ (the record on the demonstration).
"""
