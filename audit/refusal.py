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
