"""The site: settings, addresses, jobs and the servers a machine may lack. Known by no app."""

from earlyhelp.celery import app as celery_app

__all__ = ["celery_app"]
