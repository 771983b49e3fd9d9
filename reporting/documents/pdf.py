"""HTML laid out as an accessible PDF (PDF/UA-1). For workers: WeasyPrint is loaded when used."""

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from audit.directions import isolated_html
from reporting.documents import tagging

STYLE = Path(__file__).parent / "report.css"
BUILD = Path(settings.BASE_DIR) / "static" / "build"
FONTS = BUILD / "report-fonts.css"


@dataclass(frozen=True)
class Laid:
    """A document laid out, not yet written."""

    document: Any
    pages: int


def lay_out(html: str) -> Laid:
    """Break the document into pages. Raises FileNotFoundError where the fonts were not built."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    if not FONTS.exists():
        raise FileNotFoundError(f"{FONTS} is missing: run “make assets” and try again.")
    fetcher, fonts = _fetcher(), FontConfiguration()
    sheets = [
        CSS(filename=str(path), url_fetcher=fetcher, font_config=fonts) for path in (FONTS, STYLE)
    ]
    document = HTML(
        string=isolated_html(html), base_url=BUILD.as_uri() + "/", url_fetcher=fetcher
    ).render(stylesheets=sheets, font_config=fonts)
    return Laid(document, len(document.pages))


def write(laid: Laid) -> bytes:
    """The PDF, tagged, with its fonts embedded and every heading cell saying what it heads."""
    out = BytesIO()
    laid.document.write_pdf(out, pdf_variant="pdf/ua-1", pdf_identifier=b"early-help")
    return tagging.with_header_scopes(out.getvalue())


def digest(html: str) -> str:
    """Changes with whatever the PDF is made from: words, figures, style, fonts, and the maker."""
    found = hashlib.sha256(html.encode())
    for path in (STYLE, FONTS, Path(__file__), Path(tagging.__file__)):
        found.update(path.read_bytes() if path.exists() else b"")
    found.update(version("weasyprint").encode())
    return found.hexdigest()


def _fetcher() -> Any:
    """Reads the built fonts and nothing else, wherever a document points."""
    from weasyprint.urls import URLFetcher

    class BuiltFilesOnly(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            path = Path(urlsplit(url).path).resolve()
            if path != STYLE and not path.is_relative_to(BUILD.resolve()):
                raise ValueError(f"{url} is not for a report to read")
            return super().fetch(url, headers)

    return BuiltFilesOnly(allowed_protocols=("file",))
