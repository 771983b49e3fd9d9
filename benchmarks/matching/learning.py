"""Where the weights of matching come from.

    python -m benchmarks.matching.learning

m: how often each comparison holds between a question and its own person, counted over planted
corruptions of two seeds that the benchmark does not use. u: how often between a question and
somebody else drawn at random from the record. Prints the tables of `referrals/matching/weights.py`.
"""

from collections import Counter, defaultdict
from dataclasses import replace
from random import Random
from typing import Any

from benchmarks.matching.asking import open_people, subjects_of
from benchmarks.matching.queries import make_queries

SEEDS = (11, 12)
PEOPLE, QUERIES, STRANGERS = 100_000, 2_500, 40
FEATURES = ("given", "family", "birth", "sex", "place", "kin")

Counts = dict[str, Counter[str]]


def main() -> None:
    own: Counts = defaultdict(Counter)
    others: Counts = defaultdict(Counter)
    swapped = [0, 0]
    for seed in SEEDS:
        _count(seed, own, others, swapped)
    print(f"SWAPPED = {swapped[0] / swapped[1]:.4f}")
    for name, counts in (("MATCH", own), ("RANDOM", others)):
        print(f"{name}: dict[str, dict[str, float]] = {{")
        for feature in FEATURES:
            whole = sum(n for level, n in counts[feature].items() if level or feature == "place")
            levels = {
                level: round((n + 0.5) / (whole + 1), 6)
                for level, n in counts[feature].most_common()
                if level or feature == "place"
            }
            print(f'    "{feature}": {levels},')
        print("}")


def _count(seed: int, own: Counts, others: Counts, swapped: list[int]) -> None:
    people = open_people(seed, PEOPLE)
    from accounts.acting import acting_as_system
    from accounts.roles import Scope
    from cases.models import Person

    chance = Random(seed + 2)  # noqa: S311
    with acting_as_system("benchmark", Scope.ALL):
        drawn = {person.pk: person for person in Person.objects.order_by("pk")[::20]}
    for query in make_queries(seed, people, QUERIES):
        with acting_as_system("benchmark", Scope.ALL):
            truth = _compared(query, chance.sample(list(drawn.values()), STRANGERS))
        for features, is_own in truth:
            if is_own:
                swapped[0] += features.swapped
                swapped[1] += 1
            for feature in FEATURES:
                (own if is_own else others)[feature][getattr(features, feature)] += 1


def _compared(query: Any, strangers: list[Any]) -> list[tuple[Any, bool]]:
    """The question against its own person, as matching compares them, and against strangers."""
    from referrals.matching import matching
    from referrals.matching.comparing import compare
    from referrals.matching.fetching import lexicon_of

    subjects = subjects_of(query)
    found = []
    ranked = matching.weigh(subjects)[0]
    found += [(each.features, True) for each in ranked if each.person.pk == query.true_id]
    lexicon = lexicon_of(subjects[:1])
    kin = "none" if query.beside else ""
    found += [
        (replace(compare(subjects[0], person, [], lexicon), kin=kin), False)
        for person in strangers
        if person.pk != query.true_id
    ]
    return found


if __name__ == "__main__":
    main()
