from audit.models.base import Stale, Versioned
from audit.models.event import Event
from audit.models.job import Job
from audit.models.key import OneTimeKey, ReferenceCounter
from audit.models.look import Look

__all__ = [
    "Event",
    "Job",
    "Look",
    "OneTimeKey",
    "ReferenceCounter",
    "Stale",
    "Versioned",
]
