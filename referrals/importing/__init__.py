"""The door for files: requests for support as rows, tried out first and then written in batches.

`columns` says what each column means, `checking` what cannot be right, `writing` puts a batch into
the record, `running` goes through a file. docs/imports.md says it to whoever makes the file.
"""
