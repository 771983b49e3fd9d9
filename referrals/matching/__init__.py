"""Is this person known? Candidates for everybody a request names, each with its reasons in words.

Candidates are fetched with equality on stored, folded columns (other operators lose their
indexes under row security) and weighed here. An address marked as safe takes no part, and nobody
whose record was merged or whose identity was closed. See docs/matching.md.
"""

from referrals.matching.matching import Candidate, Matched, Verdict, match, match_each
from referrals.matching.subjects import Subject, subjects_of

__all__ = ["Candidate", "Matched", "Subject", "Verdict", "match", "match_each", "subjects_of"]
