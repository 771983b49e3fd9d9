"""The switch by which a demonstration lets people in."""

from django.db import models

from audit.classification import Classified


class PasswordAlone(models.Model):
    """There is a row: this database is a demonstration, and a password alone signs in.

    Written by `load_demo` and by nothing else. See accounts.demonstration.
    """

    classified = Classified(
        about="nobody",
        none="since",
        kept="configuration",
    )

    since = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_switch")]

    def __str__(self) -> str:
        return "A password alone signs in"
