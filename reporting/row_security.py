"""The second wall of what reporting keeps about people: copies made for them, papers of panels."""

from audit.row_security import ACTOR, OVERSIGHT, Policy

_OF_A_SEEN_BUNDLE = Policy(
    f"{OVERSIGHT} AND EXISTS (SELECT FROM reporting_bundle own WHERE own.id = bundle_id)"
)
POLICIES: dict[str, Policy] = {
    # Whoever is linked to the family sees no request of theirs, and so no copy.
    "reporting_bundle": Policy(
        f"{OVERSIGHT} AND EXISTS"
        " (SELECT FROM cases_rightsrequest asked WHERE asked.id = request_id)"
    ),
    "reporting_bundleitem": _OF_A_SEEN_BUNDLE,
    "reporting_bundlefile": _OF_A_SEEN_BUNDLE,
    "reporting_panelpapers": Policy("may_see_panel(panel_id)"),
    # Read by those it was made for, while their panel is planned and they sit on it.
    "reporting_panelpapersfile": Policy(f"{ACTOR} = ANY (readers) AND may_read_papers(papers_id)"),
}
