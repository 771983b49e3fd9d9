"""What a file is, by its content. Its name and what the browser says of it count for nothing.

Touches no database. What may be kept: PDF, PNG, JPEG, plain text, Word, Excel and OpenDocument
text without macros. Everything else is refused, with what to do.
"""

import re
import zipfile
from io import BytesIO

import puremagic

from cases.files.images import written_anew
from cases.models import Document

Kind = Document.Kind

NOT_ALLOWED = (
    "The selected file must be a PDF, a Word or Excel document, an OpenDocument text, a PNG or "
    "JPEG image, or plain text. Save it as one of these and add it again."
)
EMPTY = "The selected file is empty. Choose another one."
MACROS = (
    "The selected file holds macros. Save it without them (as .docx or .xlsx) and add it again."
)
NOT_WHOLE = "The selected file cannot be read. It may be damaged: save it anew and add it again."

_IMAGES = {".png": Kind.PNG, ".jpg": Kind.JPEG, ".jpeg": Kind.JPEG, ".jfif": Kind.JPEG}
_MARKUP = re.compile(
    rb"<\s*(!doctype|!--|\?xml|html|head|body|script|svg|iframe|object|embed|style|link|meta|a\s|img)",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_ODT = b"application/vnd.oasis.opendocument.text"
_MOST_MEMBERS = 5000
_MOST_READ = 200_000


class NotKept(Exception):
    """A file that may not be kept; its text says why and what to do."""


def recognised(content: bytes) -> tuple[Kind, bytes]:
    """The kind of a file and the bytes to keep: an image's are written anew. Raises NotKept."""
    if not content:
        raise NotKept(EMPTY)
    looks_like = _by_its_first_bytes(content)
    if looks_like in _IMAGES:
        kind = _IMAGES[looks_like]
        return kind, _image(content, kind)
    if content.startswith(b"%PDF-"):
        return Kind.PDF, content
    if content.startswith(b"PK\x03\x04"):
        return _office(content), content
    return _text(content), content


def _by_its_first_bytes(content: bytes) -> str:
    try:
        return str(puremagic.from_string(content[:4096]))
    except (puremagic.PureError, ValueError):
        return ""


def _image(content: bytes, kind: Kind) -> bytes:
    try:
        return written_anew(content, kind)
    except ValueError as problem:
        raise NotKept(str(problem)) from None


def _office(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return _package(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise NotKept(NOT_WHOLE) from None


def _package(package: zipfile.ZipFile) -> Kind:
    names = set(package.namelist())
    types = _member(package, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if _has_macros(names, types):
        raise NotKept(MACROS)
    if len(names) <= _MOST_MEMBERS:
        if types and "word/document.xml" in names:
            return Kind.WORD
        if types and "xl/workbook.xml" in names:
            return Kind.EXCEL
        if {"mimetype", "content.xml"} <= names and _member(package, "mimetype") == _ODT:
            return Kind.WRITER
    raise NotKept(NOT_ALLOWED)


def _has_macros(names: set[str], types: bytes) -> bool:
    parts = any("vbaproject" in name.lower() or name.startswith("Basic/") for name in names)
    return parts or b"macroenabled" in types.lower()


def _member(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as member:
        return member.read(_MOST_READ)


def _text(content: bytes) -> Kind:
    """Text, unless a browser might take it for a page."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotKept(NOT_ALLOWED) from None
    if _CONTROL.search(text) or _MARKUP.search(content) or text.startswith(("#!", "{\\rtf", "%!")):
        raise NotKept(NOT_ALLOWED)
    return Kind.TEXT
