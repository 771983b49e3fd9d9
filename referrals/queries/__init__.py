"""What the front door's pages read."""

from referrals.queries.board import Filters, board, came_in_since
from referrals.queries.sent import SentRequest, sent_by
from referrals.queries.story import WhatWeKnow, what_we_know

__all__ = [
    "Filters",
    "SentRequest",
    "WhatWeKnow",
    "board",
    "came_in_since",
    "sent_by",
    "what_we_know",
]
