"""Who may do what, as a page of the documentation."""

from accounts.roles import ROLES, May, Role, Scope
from earlyhelp.drawing.tables import markdown_table

SCOPES = {
    Scope.ALL: "Every case",
    Scope.LOCALITIES: "Cases of the localities they serve, and their own",
    Scope.OWN: "Cases they lead or led to the end, cases they are in the TAF of, and of the "
    "council earlier cases of families they lead",
    Scope.NONE: "No case",
    Scope.SYSTEM: "Everything: the product itself, never a person",
}


def roles_page() -> str:
    """Two tables: what each role may do, and whose cases it reads."""
    return "\n".join(
        [
            "# Who may do what",
            "",
            "Drawn by `manage.py draw_docs` from `accounts/roles.py`. A role that is not in the",
            "table may do nothing. Rows say what may be done, columns who may do it.",
            "",
            _capabilities(),
            "## Whose cases each role reads",
            "",
            "The same rule stands in `cases/need_to_know.py` and, as row security, in the",
            "database.",
            "",
            _scopes(),
        ]
    )


def _capabilities() -> str:
    roles = [role for role in ROLES.values() if role.may]
    headers = ["May", *(role.title for role in roles)]
    return markdown_table(headers, ([_said(what), *_marks(what, roles)] for what in May))


def _marks(what: May, roles: list[Role]) -> list[str]:
    return ["yes" if what in role.may else "" for role in roles]


def _said(what: May) -> str:
    return what.value[0].upper() + what.value[1:]


def _scopes() -> str:
    rows = ([role.title, SCOPES[role.scope], role.second_step] for role in ROLES.values())
    return markdown_table(["Role", "Reads", "Signs in with, besides the first step"], rows)
