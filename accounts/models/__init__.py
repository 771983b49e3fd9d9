from accounts.models.calendar import CalendarAddress
from accounts.models.invitation import Invitation
from accounts.models.kept import KeptText
from accounts.models.switch import PasswordAlone
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = ["ApiToken", "CalendarAddress", "Invitation", "KeptText", "PasswordAlone", "User"]
