"""Sentences about one family, put together from the themes."""

from dataclasses import dataclass

from earlyhelp.demo.chance import Chance
from earlyhelp.demo.kin import Household, Kin
from earlyhelp.demo.themes import GOING_WELL, OF_SCHOOLCHILDREN, WEIGHTS, Theme

SCHOOL_AGE = 5
_OF_SEVERAL = ("children", "brother", "younger ones")


@dataclass(frozen=True)
class Story:
    """What one family needs help with, and which child it is mostly about."""

    home: Household
    child: Kin
    themes: tuple[Theme, ...]

    def fitting(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the lines that can be said of a family with this many children."""
        if len(self.home.children) > 1:
            return lines
        return tuple(line for line in lines if not any(w in line for w in _OF_SEVERAL)) or lines

    def say(self, sentence: str) -> str:
        """The sentence, about this family."""
        girl = self.child.sex == "F"
        return sentence.format(
            child=self.child.given or "the baby",
            mother=self.home.carer.given,
            they="she" if girl else "he",
            them="her" if girl else "him",
            their="her" if girl else "his",
        )


def story_of(chance: Chance, home: Household, how_many: int = 2) -> Story:
    """A story with one to `how_many` themes that fit one child's age, none of them twice."""
    child = chance.pick(home.children)
    age = child.age_on(home.since)
    weights = {t: w for t, w in WEIGHTS.items() if t.ages[0] <= age <= t.ages[1]}
    themes = dict.fromkeys(chance.weighted(weights) for _ in range(how_many))
    return Story(home, child, tuple(themes))


def going_well(chance: Chance, story: Story, how_many: int = 2) -> str:
    little = story.child.age_on(story.home.since) < SCHOOL_AGE
    lines = [
        line
        for line in chance.mixed(story.fitting(GOING_WELL))
        if not (little and line in OF_SCHOOLCHILDREN)
    ]
    return " ".join(map(story.say, lines[:how_many]))


def worries(chance: Chance, story: Story) -> str:
    return " ".join(story.say(chance.pick(story.fitting(theme.asked))) for theme in story.themes)
