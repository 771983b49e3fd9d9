"""The second wall of what reporting keeps about people: copies made for them, papers of panels."""

from audit.row_security import ACTOR, OVERSIGHT, Policy

POLICIES: dict[str, Policy] = {
    f"reporting_{table}": Policy(OVERSIGHT) for table in ("bundle", "bundleitem", "bundlefile")
} | {
    "reporting_panelpapers": Policy("may_see_panel(panel_id)"),
    # Read by those it was made for, while their panel is planned and they sit on it.
    "reporting_panelpapersfile": Policy(f"{ACTOR} = ANY (readers) AND may_read_papers(papers_id)"),
}
