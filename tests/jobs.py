"""Jobs for tests of workers: a worker knows them by tests.worker_settings."""

import time
from pathlib import Path

from audit.actions.queueing import Landing, progress
from audit.models import Job


def hold(job: Job) -> Landing:
    """Says that it has begun, and ends once the file named in its payload is there."""
    progress(job, 1, 2, "Holding")
    while not Path(job.payload["until"]).exists():
        time.sleep(0.02)
    return lambda: None
