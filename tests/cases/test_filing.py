"""Files of a case: what is kept, what is refused, who fetches one, and what is left behind."""

import signal
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.acting import acting_as, acting_as_system
from audit.models import Event, Look
from audit.refusal import Refused
from cases.actions.filing import add_document, end_document, tidy_name
from cases.files import keeping, recognising
from cases.models import Case, Document
from tests.cases.helpers import sent
from tests.cast import World, build_world, make_case, make_family
from tests.fixtures.database import CommittedDatabase

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
GONE, HERE = 404, 200
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def image(kind: str = "JPEG", **how: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, kind, **how)
    return out.getvalue()


def package(*names: str, **content: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, content.get(name.partition(".")[0], "<x/>"))
    return out.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
KEPT = {
    "pdf": PDF,
    "png": image("PNG"),
    "jpg": image(),
    "txt": "Dear Ms Hill,\r\nthank you – see you at 3 < 4 pm.".encode(),
    "docx": DOCX,
    "xlsx": package("[Content_Types].xml", "xl/workbook.xml"),
    "odt": package("mimetype", "content.xml", mimetype="application/vnd.oasis.opendocument.text"),
}
REFUSED = {
    "empty": b"",
    "page": b"<!DOCTYPE html><script>alert(1)</script>",
    "page after words": b"Hello\n\n  <ScRiPt src=x>",
    "drawing": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "program": b"MZ\x90\x00\x03\x00\x00\x00",
    "elf": b"\x7fELF\x02\x01\x01" + b"\0" * 20,
    "script": b"#!/bin/sh\nrm -rf /\n",
    "gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "other zip": package("readme.txt"),
    "macros": package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "half a zip": DOCX[: len(DOCX) // 2],
    "half an image": image("PNG", compress_level=0)[:200],
    "image in name only": b"\x89PNG\r\n\x1a\n" + b"x" * 50,
    "rtf": b"{\\rtf1\\ansi}",
    "nul": b"words\x00words",
    "latin": b"caf\xe9",
}


@pytest.mark.parametrize("kind", KEPT)
def test_what_may_be_kept_is_known_by_its_content(kind: str) -> None:
    assert recognising.recognised(KEPT[kind])[0] == kind


@pytest.mark.parametrize("what", REFUSED)
def test_what_else_there_is_is_refused_with_a_sentence(what: str) -> None:
    with pytest.raises(recognising.NotKept, match=r"again|another|without them|Choose"):
        recognising.recognised(REFUSED[what])


def test_where_a_photograph_was_taken_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010E] = "12 Hidden Lane"
    exif[0x0112] = 6  # lying on its side
    photograph = image(exif=exif) + b"<script>hidden</script>"
    assert b"Hidden Lane" in photograph
    kept = recognising.recognised(photograph)[1]
    assert b"Hidden" not in kept
    assert b"script" not in kept
    with Image.open(BytesIO(kept)) as found:
        assert (found.size, len(found.getexif())) == ((30, 40), 0)


def test_a_bomb_is_not_unpacked() -> None:
    out = BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    with pytest.raises(recognising.NotKept, match="too many points"):
        recognising.recognised(out.getvalue())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\letter.pdf", "letter.pdf"),
        ("a\r\nSet-Cookie: x\x00.pdf", "aSet-Cookie: x.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("n" * 900, "n" * 200),
    ],
)
def test_the_senders_name_is_only_text(given: str, kept: str) -> None:
    assert tidy_name(given) == kept


def added(case: Case, by: Any, content: bytes = PDF) -> Document:
    with acting_as(by):
        return add_document(case=case, by=by, title="School report", content=content, name="r.pdf")


def address(case: Case, document: Document, tail: str = "") -> str:
    return f"/cases/{case.reference}/documents/files/{document.pk}/{tail}"


def upload(client: Client, case: Case, content: bytes, **typed: Any) -> Any:
    data = sent(title="School report", file=SimpleUploadedFile("x.html", content), **typed)
    return client.post(f"/cases/{case.reference}/documents/files/new/", data)


def test_a_file_is_added_shown_fetched_and_removed(world: World, led: Case, client: Client) -> None:
    client.force_login(world.practitioner)
    assert upload(client, led, PDF, note="From the head").status_code == 302
    with acting_as_system("looking"):
        document = Document.objects.get()
    page = client.get(f"/cases/{led.reference}/documents/").content.decode()
    assert "School report" in page
    assert "From the head" in page
    assert document.stored_as not in page
    answer = client.get(address(led, document))
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="School report.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Type"] == "application/pdf"
    assert Look.objects.filter(kind="downloaded", case_id=led.pk).count() == 1
    assert client.post(address(led, document, "end/"), sent(why="")).status_code == HERE
    assert client.post(address(led, document, "end/"), sent(why="Wrong case")).status_code == 302
    assert client.get(address(led, document)).status_code == GONE
    assert "School report" not in client.get(f"/cases/{led.reference}/documents/").content.decode()
    assert Event.objects.filter(verb="document.ended", reason="Wrong case").exists()


def test_only_who_sees_the_case_finds_its_files(world: World, led: Case, client: Client) -> None:
    document = added(led, world.practitioner)
    found = {}
    for who, user in world.people.items():
        client.force_login(user)
        found[who] = client.get(address(led, document)).status_code
    readers = {
        "desk", "social_worker", "manager", "team_manager", "duty", "head", "practitioner",
    }  # fmt: skip
    assert found == {who: HERE if who in readers else GONE for who in world.people}


def test_a_number_of_another_case_finds_nothing(world: World, led: Case, client: Client) -> None:
    document = added(led, world.practitioner)
    other = make_case(world, make_family(world, "Moran"))
    client.force_login(world.head)
    assert client.get(address(other, document)).status_code == GONE
    assert client.get(address(led, document)).status_code == HERE


def test_who_may_remove_a_file(world: World, led: Case) -> None:
    document = added(led, world.practitioner)
    with acting_as(world.desk), pytest.raises(Refused, match="lead practitioner"):
        end_document(document=document, by=world.desk, why="No reason")
    with acting_as(world.manager):
        end_document(document=document, by=world.manager, why="Wrong family")
    with acting_as(world.manager), pytest.raises(Refused, match="already"):
        end_document(document=document, by=world.manager, why="Again")


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_a_refused_file_leaves_nothing_and_the_words_stay(
    world: World, led: Case, client: Client, media: Path, content: bytes
) -> None:
    client.force_login(world.practitioner)
    answer = upload(client, led, content, note="Please keep my words")
    assert answer.status_code == HERE
    assert "Please keep my words" in answer.content.decode()
    assert "The selected " in answer.content.decode()
    with acting_as_system("looking"):
        assert not Document.objects.exists()
    assert files(media) == []


def test_what_is_too_large_is_said_so(
    world: World, led: Case, client: Client, settings: Any, media: Path
) -> None:
    settings.LARGEST_FILE = 1024
    client.force_login(world.practitioner)
    answer = upload(client, led, b"a" * 70_000, note="Please keep my words")
    assert "The selected file must be smaller than 1.0\xa0KB" in answer.content.decode()
    assert "Please keep my words" in answer.content.decode()
    assert upload(client, led, b"a" * 1000).status_code == 302


def test_a_rolled_back_transaction_leaves_no_file(
    committing_db: CommittedDatabase, media: Path
) -> None:
    world = build_world()
    case = make_case(world)

    class Broken(Exception):
        """What goes wrong after the file was written."""

    def breaks() -> None:
        with acting_as(world.manager):
            add_document(case=case, by=world.manager, title="T", content=PDF)
            assert len(files(media)) == 1
            raise Broken

    with pytest.raises(Broken):
        breaks()
    assert files(media) == []
    with acting_as(world.manager):
        add_document(case=case, by=world.manager, title="T", content=PDF)
    assert len(files(media)) == 1


def test_what_a_killed_process_left_is_swept(committing_db: CommittedDatabase, media: Path) -> None:
    world = build_world()
    case = make_case(world)
    with acting_as(world.manager):
        kept = add_document(case=case, by=world.manager, title="T", content=PDF)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(case.pk), str(world.manager.pk)],
        cwd=ROOT,
        env=committing_db.environment() | {"MEDIA_ROOT": str(media)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(files(media)) == 2
    with acting_as_system("sweeping"):
        assert keeping.sweep() == 0  # it is young: its transaction might still commit
        assert keeping.sweep(older_than=-1) == 1
    assert [path.name for path in files(media)] == [kept.stored_as]


KILLED = """
import os, signal, sys, django
django.setup()
from accounts.acting import acting_as
from accounts.models import User
from cases.actions.filing import add_document
from cases.models import Case
user = User.objects.get(pk=sys.argv[2])
with acting_as(user):
    case = Case.objects.get(pk=sys.argv[1])
    add_document(case=case, by=user, title="Half", content=b"%PDF-1.7 half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_changed_file_is_not_shown(world: World, led: Case, client: Client, media: Path) -> None:
    document = added(led, world.practitioner)
    client.force_login(world.practitioner)
    files(media)[0].write_bytes(b"something else")
    answer = client.get(address(led, document))
    assert answer.status_code == 409
    assert b"something else" not in answer.content
    files(media)[0].unlink()
    assert client.get(address(led, document)).status_code == 409


def test_the_store_is_private_and_not_below_what_is_served(
    world: World, led: Case, media: Path
) -> None:
    document = added(led, world.practitioner)
    (file,) = files(media)
    assert file.name == document.stored_as
    assert "report" not in str(file.relative_to(media)).lower()
    assert oct(file.stat().st_mode)[-3:] == "600"
    served = {Path(site.STATIC_ROOT), *map(Path, site.STATICFILES_DIRS)}
    assert not any(Path(site.MEDIA_ROOT).resolve().is_relative_to(one) for one in served)


def test_the_page_asks_the_same_with_one_file_or_fifty(
    world: World, led: Case, client: Client
) -> None:
    client.force_login(world.practitioner)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/cases/{led.reference}/documents/")
        return len(queries)

    added(led, world.practitioner)
    few = asked()
    for _ in range(49):
        added(led, world.practitioner)
    assert asked() == few


def files(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("*") if path.is_file())
