"""What cannot be done here, in a sentence that says what to do."""


class Refusal(Exception):
    """A reason to stop that a person can act on; shown without a traceback."""
