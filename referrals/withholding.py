"""What of this room can be kept from somebody of the family (cases.withholding.kinds)."""

from cases.withholding.kinds import Kind, text_words
from referrals.models import Notification


def _words(row: Notification) -> list[str]:
    """By which a notification would be known in another text: its words, and its references."""
    told = [*text_words(row.reported), *text_words(row.screening_words)]
    return [*told, row.incident_reference, row.referral.reference]


KINDS = (
    Kind(
        "referrals.notification",
        "Domestic abuse notification",
        Notification,
        "referral__case__family",
        lambda row: f"Domestic abuse notification, {row.incident_on:%-d %B %Y}",
        _words,
        ("referral",),
    ),
)
