"""The figures that the City of Wolverhampton's scrutiny panel was given in January 2018.

Printed are the totals; how they lie over the localities was shown in charts, without numbers.
The tables here are one reading that agrees with every sentence about them.
"""

from datetime import date

WORKED_FROM = date(2016, 9, 1)
FROM, TO = date(2017, 4, 1), date(2017, 12, 31)
EHA_FROM = date(2017, 10, 1)

CHILDREN_WORKED_WITH = 9_710
CHILDREN_REFERRED, REFERRALS = 6_038, 3_236
CHILDREN_CLOSED, CHILDREN_STEPPED_UP, CHILDREN_NEEDS_MET = 3_750, 375, 2_438
EHAS = {"council": 3_817, "education": 561, "voluntary": 82, "health": 7}

# Where more is stepped up than on average, and cases are open for the shortest time.
QUICK = frozenset({"bingley", "childrens-village", "graiseley", "bilston"})
# Where demand is highest.
BUSY = frozenset({"childrens-village", "whitmore-reans"})

# Requests decided "early help" from April to December 2017, and the children in them.
REFERRED = {
    "eastfield": (381, 710),
    "bilston": (386, 721),
    "graiseley": (408, 759),
    "bingley": (379, 707),
    "whitmore-reans": (398, 744),
    "dove": (384, 716),
    "low-hill": (380, 709),
    "childrens-village": (520, 972),
}
# Children of cases closed in those months: all, stepped up, needs met or partly met.
CLOSED = {
    "eastfield": (400, 29, 267),
    "bilston": (480, 56, 309),
    "graiseley": (510, 63, 328),
    "bingley": (480, 60, 309),
    "whitmore-reans": (470, 35, 310),
    "dove": (385, 27, 253),
    "low-hill": (385, 27, 252),
    "childrens-village": (640, 78, 410),
}
# How families who came by other ways than those requests lie over the localities.
OTHER_DEMAND = {
    "eastfield": 300.0,
    "bilston": 302.0,
    "graiseley": 275.0,
    "bingley": 300.0,
    "whitmore-reans": 520.0,
    "dove": 298.0,
    "low-hill": 305.0,
    "childrens-village": 450.0,
}
