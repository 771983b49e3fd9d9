"""What was posted: one job for each recipient of a letter."""

from typing import Any

from audit.models import Job


def the_letter() -> dict[str, Any]:
    """The one letter that was posted, with everybody it went to."""
    payloads = [job.payload for job in Job.objects.filter(kind="send_mail").order_by("pk")]
    assert len({(one["subject"], one["text"]) for one in payloads}) == 1
    return payloads[0] | {"to": sorted(to for one in payloads for to in one["to"])}
