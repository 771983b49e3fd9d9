"""The second wall of assessments, plans and reviews: they are there for whoever sees the case."""

from audit.row_security import Policy
from cases.row_security import of_case

POLICIES: dict[str, Policy] = {
    f"assessments_{table}": of_case()
    for table in (
        "action",
        "answer",
        "assessment",
        "attendance",
        "goal",
        "needsetaside",
        "plan",
        "review",
        "score",
        "signoff",
    )
}
