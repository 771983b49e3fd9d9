"""The second wall of what reporting keeps about people: copies made for them."""

from audit.row_security import OVERSIGHT, Policy

POLICIES: dict[str, Policy] = {
    f"reporting_{table}": Policy(OVERSIGHT) for table in ("bundle", "bundleitem", "bundlefile")
}
