from audit.models.base import Stale, Versioned
from audit.models.change import Change
from audit.models.event import Event
from audit.models.job import Job
from audit.models.key import KeptAnswer, OneTimeKey, ReferenceCounter
from audit.models.look import Look
from audit.models.oversight import Finding
from audit.models.seal import Head, Seal

__all__ = [
    "Change",
    "Event",
    "Finding",
    "Head",
    "Job",
    "KeptAnswer",
    "Look",
    "OneTimeKey",
    "ReferenceCounter",
    "Seal",
    "Stale",
    "Versioned",
]
