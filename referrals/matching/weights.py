"""How much each agreement and difference says: learnt, not guessed. See docs/matching.md."""

# How often a description and its own person compare so (m), and two people at random (u). Printed
# by `python -m benchmarks.matching.learning`; u of place and kin are how many people of a hundred
# thousand share a postcode, and are of a family found.
MATCH: dict[str, dict[str, float]] = {
    "given": {"same": 0.7250, "slip": 0.1525, "short": 0.0530, "part": 0.0511, "sound": 0.0026,
              "alike": 0.0018, "different": 0.0148},
    "family": {"same": 0.7922, "slip": 0.1707, "short": 0.0009, "part": 0.0144, "sound": 0.0089,
               "alike": 0.0024, "different": 0.0111},
    "birth": {"same": 0.8316, "swapped": 0.0277, "digit": 0.0844, "near": 0.0531,
              "different": 0.0036},
    "sex": {"same": 0.9945, "different": 0.0055},
    "place": {"lives": 0.6489, "lived": 0.1021, "": 0.2491},
    "kin": {"two": 0.4589, "one": 0.4860, "none": 0.0553},
}  # fmt: skip
RANDOM: dict[str, dict[str, float]] = {
    "given": {"same": 0.003092, "slip": 0.000726, "short": 0.001904, "part": 0.000467,
              "sound": 0.000926, "alike": 0.000122, "different": 0.992776},
    "family": {"same": 0.002323, "slip": 0.000903, "short": 0.000013, "part": 0.000598,
               "sound": 0.000423, "alike": 0.000183, "different": 0.995572},
    "birth": {"same": 0.000089, "swapped": 0.000030, "digit": 0.002014, "near": 0.003944,
              "different": 0.993932},
    "sex": {"same": 0.5019, "different": 0.4981},
    "place": {"lives": 0.00046, "lived": 0.00010, "": 0.99944},
    "kin": {"two": 0.00005, "one": 0.00010, "none": 0.99985},
}  # fmt: skip
SWAPPED = 0.0511  # how often given and family name are the wrong way round

# Where the balance lies, in doublings of the odds (bits).
PRIOR = -16.0  # before anything is compared: one person of so many
SHOWN = -6.0  # a candidate with less is not shown
SURE = 6.0  # “same person” needs as much in all
SURE_OF_THE_PERSON = 8.0  # and so much from given name, birth, sex and numbers alone
AHEAD = 4.0  # and to be so far ahead of the next
