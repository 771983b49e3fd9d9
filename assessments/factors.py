"""Factors identified at assessment: the codes of the children in need census, in plain words."""

NONE = "21"  # stands alone

_WHO = {"A": "child", "B": "parent or carer", "C": "another person in the home"}
_OF_WHOM = {
    "1": "Alcohol",
    "2": "Drugs",
    "3": "Domestic abuse",
    "4": "Mental health",
    "5": "Learning disability",
    "6": "Physical disability or illness",
}
_OTHERS = {
    "7A": "Young carer",
    "8B": "Privately fostered, from abroad for school",
    "8C": "Privately fostered, from abroad for another reason",
    "8D": "Privately fostered, stays with another family in the UK",
    "8E": "Privately fostered, for another reason",
    "8F": "Privately fostered, reason not known",
    "9A": "Unaccompanied child seeking asylum",
    "10A": "Goes missing",
    "11A": "Child sexual exploitation",
    "12A": "Trafficking or modern slavery",
    "13A": "Gangs",
    "14A": "Behaviour that others find hard to accept",
    "15A": "Self-harm",
    "16A": "Neglect",
    "17A": "Emotional abuse",
    "18B": "Physical abuse by an adult",
    "18C": "Physical abuse by another child",
    "19B": "Sexual abuse by an adult",
    "19C": "Sexual abuse by another child",
    "20": "Another factor",
    "22A": "Female genital mutilation",
    "23A": "Abuse linked to faith or belief",
    "24A": "Child criminal exploitation",
    NONE: "None of these",
}

FACTORS: dict[str, str] = {
    f"{number}{letter}": f"{what}: {who}"
    for number, what in _OF_WHOM.items()
    for letter, who in _WHO.items()
} | _OTHERS
