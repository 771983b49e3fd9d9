"""Who signs in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower

from accounts.roles import ROLES, Role, role_of
from audit.classification import Classified
from audit.text import FoldedField
from localities.models import Agency, Locality, Team


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        """A system administrator: configures the product, sees no records."""
        fields |= {
            "is_staff": True,
            "is_superuser": True,
            "role": "system_administrator",
        }
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address, working for one agency in one role."""

    classified = Classified(
        about="staff",
        personal="email name sort_name phone role capacity weekly_hours joined_on ended_on "
        "last_login password",
        none="is_superuser is_active is_staff asleep_since digest",
        kept="staff_6",
    )

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=200)
    sort_name = FoldedField(source="name")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT)
    role = models.CharField(
        max_length=30, choices=[(key, role.title) for key, role in ROLES.items()]
    )
    localities = models.ManyToManyField(
        Locality,
        blank=True,
        related_name="served_by",
        help_text="Localities they serve",
    )
    phone = models.CharField(max_length=40, blank=True)
    capacity = models.PositiveSmallIntegerField(default=18, help_text="Cases they can hold at once")
    weekly_hours = models.DecimalField(
        "hours a week",
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0.5), MaxValueValidator(60)],
        help_text="Hours they work, such as 18.5. Managers see them beside what they hold",
    )
    digest = models.BooleanField(
        "the morning’s email of what is due",
        default=True,
        db_default=True,
        help_text="Their own choice. What escalates to them is sent all the same",
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may open the settings site", default=False)
    joined_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    asleep_since = models.DateField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email_address")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @property
    def role_row(self) -> Role:
        return role_of(self)
