"""The three challenges each locality's partnership named for April to December 2017."""

CHALLENGES = {
    "eastfield": (
        "Money worries and worklessness that lead to poor physical or mental health",
        "Neglect, linked to substance misuse and parents’ mental health",
        "Domestic abuse at a lower level: half of all referrals",
    ),
    "bilston": (
        "Money worries and worklessness",
        "Neglect and poor home conditions, above all in families with a child under five",
        "Emotional health and wellbeing of young people",
    ),
    "graiseley": (
        "Domestic abuse, which is very common in the area",
        "Support for the many families with no recourse to public funds",
        "A good level of development for children from birth to five",
    ),
    "bingley": (
        "Domestic abuse",
        "Young people: young parents and youth violence",
        "Parents’ mental health, where it keeps them from meeting a child’s needs",
    ),
    "whitmore-reans": (
        "More early help assessments begun by universal partner agencies",
        "Take-up of targeted programmes, above all by young people at risk of crime",
        "Private rented housing that leads to neglect of the home",
    ),
    "dove": (
        "More early help assessments begun by universal partner agencies",
        "Take-up of parenting and domestic abuse programmes, to support casework and show outcomes",
        "The harm done by poor emotional health and wellbeing",
    ),
    "low-hill": (
        "Youth violence over the summer, which calls for a co-ordinated response",
        "Every child using their free nursery place, to raise development in the early years",
        "Domestic violence, the presenting issue in many referrals",
    ),
    "childrens-village": (
        "Poor mental health of adults and children, which limits what they can achieve",
        "Temporary housing: families at risk of eviction are referred every week",
        "Domestic violence as the presenting issue, and a growing number of unreported incidents",
    ),
}
