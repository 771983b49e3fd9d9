from hypothesis import given
from hypothesis import strategies as st

from audit.text import fold


def test_accents_apostrophes_and_hyphens() -> None:
    assert fold("O’Neill-Łoś") == "oneill los"
    assert fold("  Zoë   D'Souza ") == "zoe dsouza"
    assert fold("Émile") < fold("Zoe")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_folded_name_has_no_stray_spaces(text: str) -> None:
    assert fold(text) == " ".join(fold(text).split())
