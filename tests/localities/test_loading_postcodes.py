"""Loading postcodes: our own file, the ONS directory in old and new form, the nearest hub."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from localities.actions.loading_postcodes import CannotLoad, load_postcodes
from localities.models import Authority, Locality, Postcode
from localities.routing import locality_of

pytestmark = pytest.mark.django_db

OLD = "pcd,pcds,dointr,doterm,oslaua,oseast1m,osnrth1m\n"
NEW = "pcd7,pcds,dointr,doterm,lad25cd,east1m,north1m\n"
ROWS = (
    "WV140AA,WV14 0AA,198001,,E08000031,394984,296618\n"
    "WV109PF,WV10 9PF,198001,,E08000031,392486,301292\n"
    "WV149ZZ,WV14 9ZZ,198001,199906,E08000031,395000,296600\n"
    "B1 1AA,B1 1AA,198001,,E08000025,406600,286600\n"
    "GY1 1AA,GY1 1AA,198001,,L99999999,,\n"
)


@pytest.fixture
def hubs() -> None:
    Locality.objects.create(name="Bilston", slug="bilston", easting=395033, northing=296528)
    Locality.objects.create(name="Low Hill", slug="low-hill", easting=392486, northing=301292)


def write(folder: Path, text: str) -> Path:
    file = folder / "postcodes.csv"
    file.write_text(text, encoding="utf-8-sig")
    return file


@pytest.mark.parametrize("heading", [OLD, NEW])
def test_the_directory_is_read_with_its_old_and_new_names(
    hubs: None, tmp_path: Path, heading: str
) -> None:
    assert load_postcodes(write(tmp_path, heading + ROWS), authority="E08000031") == 2
    assert locality_of("wv140aa") == Locality.objects.get(slug="bilston")
    assert locality_of("WV10 9PF") == Locality.objects.get(slug="low-hill")
    assert not Postcode.objects.filter(postcode="WV14 9ZZ").exists()  # it has ended


def test_a_second_loading_corrects_the_first(hubs: None, tmp_path: Path) -> None:
    load_postcodes(write(tmp_path, OLD + ROWS))
    moved = OLD + "WV140AA,WV14 0AA,198001,,E08000031,392500,301300\n"
    assert load_postcodes(write(tmp_path, moved)) == 1
    assert locality_of("WV14 0AA") == Locality.objects.get(slug="low-hill")
    assert Postcode.objects.count() == 3


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotLoad, match="needs the columns postcode"):
        load_postcodes(write(tmp_path, "name,town\nA,B\n"))


def test_the_command_takes_our_own_file_for_our_own_council(
    hubs: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Authority.objects.create(pk=1, name="Wolvermere", ons_code="E08000031")
    call_command("load_postcodes", "localities/data/postcodes-wolverhampton.csv")
    assert "8767 postcodes loaded." in capsys.readouterr().out
    assert not Postcode.objects.filter(locality__isnull=True).exists()
    file = write(tmp_path, OLD + ROWS)
    with pytest.raises(CommandError, match="no postcode of E06000001"):
        call_command("load_postcodes", str(file), authority="E06000001")
