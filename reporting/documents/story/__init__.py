"""The family's story: one page, composed from what was recorded, each sentence with its record.

`kinds` says what is read, `reading` asks for it in one question, `rewinding` takes it back to a
day, `who`, `worries`, `strengths`, `changed` and `ahead` compose the five parts, `composing` puts
them together and keeps the whole within two minutes of reading.
"""
