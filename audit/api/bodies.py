"""Reading the body of a request: JSON in UTF-8, of bounded size, nothing in it twice."""

import json
from typing import Any

from rest_framework.exceptions import APIException, ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser

LARGEST = 512 * 1024  # bytes; the longest request for support is a tenth of it
NOT_JSON = "The body is not JSON in UTF-8. Check it and send it again."
NOT_AN_OBJECT = "Send one JSON object: {…}."
TOO_LARGE = f"Send at most {LARGEST // 1024} kB at once."
UTF8 = {"", "utf-8", "utf8", "us-ascii"}


class TooLarge(APIException):
    """More than is read at once."""

    status_code = 413


class JsonBody(BaseParser):
    """One JSON object. What is read is exactly what was written: a name that stands twice is
    refused, and so are numbers that JSON has not."""

    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, Any]:
        request = (parser_context or {}).get("request")
        if request is not None and _charset(request.content_type) not in UTF8:
            raise UnsupportedMediaType(request.content_type, "Send JSON in UTF-8.")
        return _object(_read(stream))


def _read(stream: Any) -> bytes:
    body: bytes = stream.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise TooLarge(TOO_LARGE)
    return body


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(
            body.decode("utf-8"), object_pairs_hook=_no_name_twice, parse_constant=_no_such_number
        )
    except (ValueError, RecursionError):
        raise ParseError(NOT_JSON) from None
    if not isinstance(found, dict):
        raise ParseError(NOT_AN_OBJECT)
    return found


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ParseError("A name stands twice in one object. Send each once.")
    return found


def _no_such_number(name: str) -> None:
    raise ValueError(name)


def _charset(content_type: str) -> str:
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return ""
