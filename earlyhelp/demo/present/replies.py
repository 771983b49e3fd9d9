"""What practitioners write in an early help assessment, by the question's key.

`{name}` is the person asked about; the other names are those of `themes.py`.
"""

Replies = dict[str, tuple[str, ...]]

FAMILY: Replies = {
    "parents_elsewhere": (
        "The children’s father lives in Dudley and sees them every other weekend.",
        "Nobody has met {child}’s father; {mother} has no number for him. I will ask the school.",
        "There is nobody.",
    ),
    "who_helps": (
        "The school’s family support worker, whom {mother} trusts; the GP; a neighbour.",
        "Health visitor once a month. {mother}’s mother on most days.",
        "Nobody but the school so far.",
    ),
    "who_agreed": (
        (
            "{mother} said yes at the first visit and signed the form. {child} was there and asked "
            "whether {they} has to miss football."
        ),
        "{mother} agreed by telephone and again at home.",
    ),
    "not_to_be_told": (
        "{mother}’s former partner must not learn the address or the school.",
        "Nobody.",
        "",
    ),
    "history": (
        "The family moved three times in four years. {mother} lost her father last winter.",
        "Early help two years ago, which ended well.",
        "",
    ),
    "housing": (
        "Three bedrooms, warm and tidy. Rented from the council; no arrears.",
        "Two bedrooms for four. Damp in the back room, reported in spring. Private landlord.",
        "A flat on the second floor. Two weeks of arrears, paid off at £5 a week.",
    ),
    "money": (
        "Universal Credit. {mother} worked in a shop until last year and would like to again.",
        "One wage, with shifts. Money is short in the last week of the month.",
        "",
    ),
    "people_around": (
        "Grandparents near; an aunt takes the children on Sundays. Good neighbours.",
        "Few people. {mother} says that the mosque’s women’s group is where she feels at home.",
        "{mother} has a friend across the road. She does not feel safe on the green after dark.",
    ),
    "if_nothing_changes": (
        (
            "{child} will miss more school and fall out of friendships, and {mother} will have "
            "less strength each month."
        ),
        "The children will go on carrying worries that are not theirs to carry.",
        "The arguments will go on and {child} will spend more time away from home.",
    ),
    "first_steps": (
        "I ring the school about a quiet start; {mother} keeps the sleep diary; visit on Thursday.",
        "Health visitor sees the children; I send the letter to housing.",
    ),
}
CHILD: Replies = {
    "usual_day": (
        (
            "Up at seven, with mum. Cereal, walks to school with a friend. After school television "
            "till tea. Bed at nine, later at weekends; shares a room."
        ),
        "Gets up alone on most days. Lunch at school. At gran’s till six. On the phone in bed.",
        "Nursery in the morning, a nap, then the park if it is dry.",
    ),
    "doing": (
        "{name} is a lively child who learns fast and finds it hard to sit still.",
        "{name} is quiet and kind. Since spring {name} has been sad, and smiles less than before.",
        "{name} is growing well and is curious about everything.",
    ),
    "health": (
        "Registered with the GP and dentist. Sleeps badly.",
        "Asthma, with an inhaler that is not always at hand. Two dental appointments missed.",
        "Well. All immunisations done.",
    ),
    "learning": (
        "Attendance 82% since September. Reading is at the level for the age, maths below it.",
        "On the SEN register for speech. Likes art and PE. No exclusions.",
        "Attendance 94%. A friend called Sam.",
    ),
    "feelings": (
        "Gets angry quickly and is sorry afterwards. Drawing calms {name}. Trusts the grandmother.",
        "Worries at night. Has two good friends in class.",
        "A happy child, shy with strangers.",
    ),
    "care_of_self": (
        "Washes and dresses alone, makes toast for the younger ones.",
        "Needs help with most things, as one would expect at this age.",
        "",
    ),
    "good": (
        "{name} laughs a lot and is loved by the whole family.",
        "{name} has started to tell the teacher when something is wrong.",
        "{name} never misses swimming.",
    ),
}
TODDLER: Replies = CHILD | {
    "own_words": (
        "{name} does not say much yet. Smiled at the picture book and pointed at the dog.",
        "Watched {name} play on the mat: looks round for mum, and laughs when found.",
    ),
    "usual_day": (
        "Up at six with mum, a nap at eleven, the park if it is dry. In bed by seven.",
        "Nursery on three mornings; afternoons at home with television on.",
    ),
    "doing": (
        "{name} is growing well and is curious about everything.",
        "{name} walks and climbs, and says only a few words.",
    ),
    "learning": ("Stay and play on Thursdays.", "Nursery on three mornings a week.", ""),
    "feelings": ("A happy child, shy with strangers.", "Cries a lot in the evening."),
    "care_of_self": ("Needs help with most things, as one would expect at this age.",),
    "good": ("{name} laughs a lot and is loved by the whole family.",),
}
UNBORN: Replies = {
    "preparing": (
        (
            "{mother} has kept four of five antenatal appointments. Cot and pram are there. She "
            "looks forward to it and worries about sleep."
        ),
    ),
    "pregnancy": (
        "The midwife is content with growth and heartbeat. {mother} has stopped smoking.",
    ),
    "good": ("Everybody is looking forward to the baby.",),
}
ADULT: Replies = {
    "care": (
        (
            "Warm and patient with the children; keeps meals and clothes in order. Rules change "
            "when {name} is tired."
        ),
        "{name} does most of it alone. There is always food. Bedtimes are hard.",
        "Plays with the children and takes them out. Finds it hard to say no.",
    ),
    "own_health": (
        "Low mood since last year; tablets from the GP. Turns to a sister.",
        "Well. Works nights, so mornings are hard.",
        (
            "A difficult childhood, of which {name} speaks openly. Wants it to be otherwise for "
            "the children."
        ),
    ),
}
