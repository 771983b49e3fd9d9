"""What families need help with, in words that requests, assessments and plans are made of.

`{child}` is a child of the family, `{mother}` the adult who is spoken to first, `{they}`,
`{them}` and `{their}` stand for the child.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.factors import NONE
from cases.needs import NeedKind


@dataclass(frozen=True)
class Goal:
    """What should be different, and who does what towards it."""

    words: str
    worker: str
    partner: str
    family: str


@dataclass(frozen=True)
class Theme:
    """One kind of need. `weight` is how often it is met, of a hundred families."""

    kind: NeedKind
    weight: int
    ages: tuple[int, int]  # of the child it is said of
    asked: tuple[str, ...]  # how somebody asks for help with it
    seen: tuple[str, ...]  # what is seen, in the words of a practitioner
    goals: tuple[Goal, ...]
    partner: str = ""  # who does the partner's part; empty: the school


THEMES = (
    Theme(
        NeedKind.EDUCATION,
        16,
        (5, 17),
        (
            (
                "{child}’s attendance has fallen to 71% this term. {mother} says mornings end in "
                "tears and {they} will not get out of the car."
            ),
            (
                "{child} has been sent home four times this half term for hitting out. The school "
                "is worried that {they} may be excluded."
            ),
            (
                "{child} has stopped handing in work and walks out of lessons. The form tutor says "
                "{they} used to love school."
            ),
        ),
        (
            "{child} misses two or three days of school most weeks.",
            "{child} finds the move to a new school hard and has no friends there yet.",
        ),
        (
            Goal(
                "{child} is in school every day and likes being there",
                "Agree a morning plan with {child} and {mother}, and look at it every week",
                "Meet {child} at the gate and give {them} a quiet start to the day",
                "Lay out uniform and bag the evening before",
            ),
            Goal(
                "{child} feels safe in lessons and asks for help",
                "Do three sessions on feelings with {child}",
                "Give {child} a time-out card and a named adult",
                "Talk about the best thing of the day at teatime",
            ),
        ),
    ),
    Theme(
        NeedKind.EARLY_YEARS,
        9,
        (1, 4),
        (
            (
                "{child} says only a few words and has not been seen at a group. {mother} would "
                "like ideas for play."
            ),
            (
                "The two-year review was missed twice. The health visitor saw {child} in a "
                "pushchair for most of the visit."
            ),
        ),
        (
            "{child}’s speech is behind what is usual at {their} age.",
            "The free nursery place is not used.",
        ),
        (
            Goal(
                "{child} plays and talks with other children every week",
                "Go with {mother} to Stay and Play for the first two weeks",
                "See {child} for a speech and language check",
                "Share a book at bedtime",
            ),
        ),
        "Health visitor",
    ),
    Theme(
        NeedKind.HEALTH,
        16,
        (6, 17),
        (
            (
                "{mother} says she cries most days and finds it hard to get up. The children make "
                "their own breakfast."
            ),
            "{child} has panic attacks before school and has started to pull out {their} hair.",
            (
                "{child} hardly sleeps and is on {their} phone till three. {mother} does not know "
                "how to change it."
            ),
        ),
        (
            "{mother}’s low mood makes it hard to keep routines.",
            "{child} worries so much that {they} avoids going out.",
            "{child}’s asthma is not looked after and appointments are missed.",
        ),
        (
            Goal(
                "{mother} has help with her mood and days feel lighter",
                "Go with {mother} to see her GP",
                "Offer {mother} the talking therapy group at the hub",
                "Tell {mother}’s sister when a day is bad",
            ),
            Goal(
                "{child} has ways to calm down when worries come",
                "Make a worry box with {child} and use it at every visit",
                "See {child} for the school nurse’s drop-in",
                "Go for a walk together twice a week",
            ),
        ),
    ),
    Theme(
        NeedKind.SUBSTANCES,
        6,
        (12, 17),
        (
            "{child} told the learning mentor that mum’s boyfriend drinks every night and shouts.",
            "{child} came to school smelling of cannabis and could not say where {they} had been.",
        ),
        (
            "Drinking at weekends means that nobody gets up for the children.",
            "{child} uses cannabis with older friends.",
        ),
        (
            Goal(
                "Weekends are sober and the children know what to expect",
                "Make a safety plan for evenings with {mother}",
                "Offer an appointment at the drug and alcohol service",
                "Keep to no drink in the house when the children are at home",
            ),
        ),
        "Drug and alcohol service",
    ),
    Theme(
        NeedKind.RELATIONSHIPS,
        15,
        (5, 17),
        (
            (
                "{mother} feels she has lost control. {child} hits {their} brother and breaks "
                "things when {they} is told no."
            ),
            "The parents have parted and argue at every handover, in front of {child}.",
            "{child} looks after {mother}, who has a long illness, and has given up football.",
        ),
        (
            "There are no routines, and rules change from day to day.",
            "The children hear their parents argue.",
            "{child} does much of the caring at home.",
        ),
        (
            Goal(
                "Home is calmer and everybody knows the rules",
                "Do the parenting programme with {mother} at home, six sessions",
                "Give {child} a place in the after-school club",
                "Use the reward chart and one calm warning",
            ),
            Goal(
                "{child} has time to be a child",
                "Find help for {mother} with shopping and cleaning",
                "Take {child} to the young carers’ group",
                "Keep Saturday mornings for football",
            ),
        ),
    ),
    Theme(
        NeedKind.SAFETY,
        6,
        (11, 17),
        (
            (
                "{child} stays out till late and is seen with older young people. New trainers, "
                "and {they} will not say from whom."
            ),
            (
                "{child} has been sent unkind messages and pictures in a group chat and is "
                "frightened to go to school."
            ),
        ),
        (
            "{child} comes home after agreed times and {mother} does not know whom {they} is with.",
            "{child} is bullied, in school and online.",
        ),
        (
            Goal(
                "{mother} knows where {child} is, and {child} is home on time",
                "Do the exploitation screening with {child} and talk about safe adults",
                "Share what is known with the community police officer",
                "Agree times, and a message when plans change",
            ),
        ),
        "Community police officer",
    ),
    Theme(
        NeedKind.CRIME,
        5,
        (12, 17),
        (
            "{child} was brought home by the police on Friday for throwing stones at buses.",
            "{child}’s older cousin was arrested and {child} has started to carry his bag for him.",
        ),
        ("{child} is drawn into trouble on the estate.",),
        (
            Goal(
                "{child} spends {their} evenings at something {they} enjoys",
                "Go with {child} to the boxing club for the first session",
                "Offer a mentor from the youth project",
                "Take and fetch {child}, with {mother}’s brother",
            ),
        ),
        "Youth project",
    ),
    Theme(
        NeedKind.DOMESTIC_ABUSE,
        12,
        (5, 12),
        (
            (
                "Police were called on Saturday. {mother} says her ex-partner came to the house "
                "and shouted; {child} was upstairs and rang 999."
            ),
            "{mother} tells us that her former partner follows her. {child} wets the bed again.",
        ),
        (
            "{child} has heard and seen abuse of {mother} by a former partner, {mother} tells us.",
            "{mother} is afraid of her former partner’s visits.",
        ),
        (
            Goal(
                "{mother} and the children feel safe at home",
                "Make a safety plan with {mother}, alone, and look at it every month",
                "Offer {mother} the Freedom programme",
                "Use the code word with {mother}’s neighbour",
            ),
        ),
        "Haven Bridge",
    ),
    Theme(
        NeedKind.HOUSING,
        8,
        (0, 17),
        (
            (
                "The whole family in two rooms with mould on the walls. {child} has had three "
                "chest infections."
            ),
            (
                "The family has an eviction notice for the end of next month and does not know "
                "where to turn."
            ),
        ),
        (
            "The home is cold and damp, and too small for the family.",
            "Rent arrears put the tenancy at risk.",
        ),
        (
            Goal(
                "The family has a warm, dry home that they can keep",
                "Write a letter of support to the housing officer",
                "Inspect the damp and agree repairs",
                "Send in photographs and keep every letter in one folder",
            ),
        ),
        "Housing officer",
    ),
    Theme(
        NeedKind.FINANCE,
        7,
        (0, 17),
        (
            (
                "Wages stopped in spring. {mother} has used the food bank three times this month "
                "and the gas is off."
            ),
            "{mother} would like to work but has no childcare. Debts are growing.",
        ),
        (
            "There is not enough money for food and heating at the end of the month.",
            "Benefits are not claimed in full.",
        ),
        (
            Goal(
                "There is enough for food and heating every week",
                "Check with {mother} what the family can claim",
                "See {mother} for debt advice",
                "Bring letters and bank papers to the appointment",
            ),
        ),
        "Copper Kettle Money Advice",
    ),
)
WEIGHTS = {theme: float(theme.weight) for theme in THEMES}

# By the census, what an assessment finds where there is such a need; of money and of the early
# years it finds nothing.
_FACTORS: dict[str, str] = {
    NeedKind.EDUCATION: "14A",
    NeedKind.HEALTH: "4B",
    NeedKind.SUBSTANCES: "1B",
    NeedKind.RELATIONSHIPS: "14A",
    NeedKind.SAFETY: "24A",
    NeedKind.CRIME: "14A",
    NeedKind.DOMESTIC_ABUSE: "3B",
    NeedKind.HOUSING: "20",
}


def factors_of(themes: Iterable[Theme]) -> list[str]:
    """The factors that an assessment of a family with these needs ticks, or “None of these”."""
    return sorted({_FACTORS[theme.kind] for theme in themes if theme.kind in _FACTORS}) or [NONE]


_KIND = "{child} is kind to younger children and loves drawing."
_TEAM = "{child} is in the football team and the coach speaks well of {them}."
_READS = "{child} reads above what is expected and likes the library."
_AUNT = "There is an aunt {child} can talk to."
_HUGS = "{child} says that mum gives the best hugs."
OF_SCHOOLCHILDREN = frozenset({_KIND, _TEAM, _READS, _AUNT, _HUGS})
GOING_WELL = (
    _KIND,
    "{mother} asked for help herself and answers every call.",
    "The grandparents live near and take the children on Sundays.",
    _TEAM,
    "The home is warm and there is always food in the house.",
    _READS,
    "The children are close and look out for each other.",
    "{mother} keeps every appointment, though it is hard for her.",
    _AUNT,
    _HUGS,
)
TRIED = (
    "Meetings with the family in school, a pastoral plan and breakfast club.",
    "The health visitor’s extra visits; advice on sleep.",
    "A reward chart and weekly calls home.",
    "The family’s own network helped over the summer.",
    "Parent drop-in twice; not followed up because of shifts.",
    "",
)
PARENT_SAYS = (
    "“I just want someone to help me get it back on track.”",
    "“It is better than it was. Mornings are still hard.”",
    "“Nobody told me before what I could ask for.”",
    "“I want the school to listen to us.”",
    "“We are talking more. I don’t shout as much.”",
    "“I’m tired, but I can see the end of it.”",
    "“If the damp was gone, half of it would be gone.”",
    "“I know I need to be firmer. Show me how.”",
    "“It helps that you ring when you say you will.”",
    "“I don’t want them to grow up the way I did.”",
    "“We laughed at tea last night. First time in weeks.”",
    "“I thought you would judge me, and you didn’t.”",
    "“Some days are fine. Then a letter comes and I can’t breathe.”",
    "“I’d like to be back at work by the spring.”",
)
CHILD_SAYS = (
    "“I like it when mum takes me to school.”",
    "“I want it to be quiet at night.”",
    "“Maths is all right now. Dinner time is boring.”",
    "“I don’t want to move house again.”",
    "“My brother gets in my room. I want a lock.”",
    "“When I grow up I want to be a vet.”",
    "“It’s okay. I can talk to Miss about stuff.”",
    "“Fridays are best because it’s pizza and a film.”",
    "“I get a tummy ache on Sundays.”",
    "“Nan’s is my favourite place.”",
    "“I’ve got a friend now. She’s called Ruby.”",
    "“Nobody asked me before.”",
    "“I’d like to do football again.”",
    "“Mum’s not as sad as she was.”",
    "“I don’t know. Can I go back to class?”",
)
