"""What the person who started a site is told when it is up."""

from earlyhelp.local.place import Place

DEMO_PASSWORD = "earlyhelp-demo-2026"  # noqa: S105 - for invented families, and printed
DEMO_ACCOUNTS = {
    "desk@example.org": "early help desk: triage and decisions",
    "manager@example.org": "locality manager, Bilston",
    "practitioner@example.org": "practitioner, Bilston",
    "practitioner2@example.org": "practitioner, Low Hill",
    "school@example.org": "a school's lead for early help",
    "analyst@example.org": "analyst: the whole authority's counts, no names",
    "governance@example.org": "information governance: requests about records, who has looked",
    "duty@example.org": "duty worker, Bilston",
    "social_worker@example.org": "social worker: decides where harm is alleged",
    "chair@example.org": "chair of the early help panel",
    "head@example.org": "head of service: sampled decisions, disagreements",
    "admin@example.org": "administrator",
}


def address(port: int) -> str:
    return f"http://localhost:{port}/"


def greeting(port: int, place: Place, *, demo: bool) -> str:
    """The address, the accounts of a demonstration, and how to stop."""
    lines = ["", f"  {address(port)}", ""]
    if demo:
        width = max(map(len, DEMO_ACCOUNTS))
        lines += ["  Demo accounts:"]
        lines += [f"    {email:<{width}}  {who}" for email, who in DEMO_ACCOUNTS.items()]
        lines += ["", f"  Password: {DEMO_PASSWORD}", ""]
    else:
        lines += ["  The first account: .venv/bin/python manage.py createsuperuser", ""]
    lines += [f"  Logs: {place.log}", "  Stop with Ctrl-C; the data stay.", ""]
    return "\n".join(lines)
