from localities.models.agency import Agency, Team
from localities.models.authority import Authority, Closure, SchoolHoliday
from localities.models.other_council import OtherCouncil
from localities.models.place import Challenge, Locality, Population, Postcode
from localities.models.service import Service, Topic
from localities.models.sharing import SharingAgreement
from localities.models.timescale import Timescale

__all__ = [
    "Agency",
    "Authority",
    "Challenge",
    "Closure",
    "Locality",
    "OtherCouncil",
    "Population",
    "Postcode",
    "SchoolHoliday",
    "Service",
    "SharingAgreement",
    "Team",
    "Timescale",
    "Topic",
]
