"""How much each agreement and difference says: learnt, not guessed. See docs/matching.md."""

# How often a description and its own person compare so (m), and two people at random (u).
MATCH: dict[str, dict[str, float]] = {
    "given": {"same": 0.78, "slip": 0.07, "short": 0.05, "part": 0.03, "sound": 0.03,
              "alike": 0.02, "different": 0.02},
    "family": {"same": 0.85, "slip": 0.06, "short": 0.001, "part": 0.03, "sound": 0.02,
               "alike": 0.01, "different": 0.03},
    "birth": {"same": 0.88, "swapped": 0.04, "digit": 0.04, "near": 0.02, "different": 0.02},
    "sex": {"same": 0.99, "different": 0.01},
    "place": {"lives": 0.6, "lived": 0.1, "": 0.3},
    "kin": {"two": 0.5, "one": 0.4, "none": 0.1},
}  # fmt: skip
RANDOM: dict[str, dict[str, float]] = {
    "given": {"same": 0.004, "slip": 0.001, "short": 0.002, "part": 0.001, "sound": 0.001,
              "alike": 0.001, "different": 0.99},
    "family": {"same": 0.003, "slip": 0.001, "short": 0.0001, "part": 0.001, "sound": 0.001,
               "alike": 0.001, "different": 0.993},
    "birth": {"same": 0.0001, "swapped": 0.0001, "digit": 0.002, "near": 0.03, "different": 0.97},
    "sex": {"same": 0.5, "different": 0.5},
    "place": {"lives": 0.0004, "lived": 0.0001, "": 0.9995},
    "kin": {"two": 0.0001, "one": 0.0001, "none": 0.9998},
}  # fmt: skip
SWAPPED = 0.01  # how often given and family name are the wrong way round

# Where the balance lies, in doublings of the odds (bits).
PRIOR = -16.0  # before anything is compared: one person of so many
SHOWN = -6.0  # a candidate with less is not shown
SURE = 6.0  # “same person” needs as much in all
SURE_OF_THE_PERSON = 8.0  # and so much from given name, birth, sex and numbers alone
AHEAD = 4.0  # and to be so far ahead of the next
