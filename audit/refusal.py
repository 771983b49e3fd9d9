"""How a verb says no."""


class Refused(Exception):
    """A verb was not allowed. `reasons` are sentences a practitioner would say, each with the mend.

    The same sentences grey the button, fill the form's error and answer the API.
    """

    def __init__(self, *reasons: str) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(reasons))


def refuse_if(reasons: list[str]) -> None:
    """Raise Refused if there is any reason."""
    if reasons:
        raise Refused(*reasons)


class Reason(str):
    """A reason that is about one answer: a form that asks for it shows the reason beside it."""

    about: str

    def __new__(cls, sentence: str, about: str) -> "Reason":
        made = super().__new__(cls, sentence)
        made.about = about
        return made
