"""What the front door's pages read."""

from referrals.queries.board import Filters, board
from referrals.queries.sent import SentRequest, sent_by
from referrals.queries.story import WhatWeKnow, what_we_know

__all__ = ["Filters", "SentRequest", "WhatWeKnow", "board", "sent_by", "what_we_know"]
