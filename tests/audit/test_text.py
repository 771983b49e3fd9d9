from hypothesis import given
from hypothesis import strategies as st

from audit.text import fold, names_meant


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


def test_a_name_means_whoever_is_called_so_in_another_order() -> None:
    for written in ("Emeka Nowak", "NOWAK, Émeka", "Emeka John Nowak"):
        assert "emeka nowak" in names_meant(written)
    assert names_meant("Nowak, Emeka John") >= {"emeka john nowak", "nowak emeka john"}
    assert names_meant("Emeka") == {"emeka"}
    assert names_meant(" ’ ") == set()


@given(st.text())
def test_a_name_means_itself_and_nobody_of_no_name(text: str) -> None:
    assert names_meant(text) >= {fold(text)} - {""}
    assert "" not in names_meant(text)
