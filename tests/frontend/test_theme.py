"""The council's colours: theirs, as far as they can be read."""

from typing import Any

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from earlyhelp.colours import WHITE, Rgb, contrast_between, parse, readable, text_on
from earlyhelp.theme import properties, theme_css, theme_url
from localities.models import Authority

colours = st.tuples(*[st.integers(0, 255)] * 3)


@given(colours)
def test_any_colour_becomes_readable_on_white(colour: Rgb) -> None:
    assert contrast_between(readable(colour), WHITE) >= 4.5


@given(colours)
def test_text_on_any_colour_can_be_read(colour: Rgb) -> None:
    assert contrast_between(text_on(colour), colour) >= 4.5


@given(colours, colours)
def test_links_and_buttons_can_be_read_whatever_the_council_chose(brand: Rgb, accent: Rgb) -> None:
    found = properties(authority(brand, accent))
    link, tint = parse(found["govuk-link-colour"]), parse(found["govuk-surface-background-colour"])
    assert contrast_between(link, tint) >= 4.5
    assert contrast_between(link, WHITE) >= 4.5
    assert contrast_between(parse(found["eh-button"]), WHITE) >= 4.5


def test_a_readable_colour_is_left_as_it_is() -> None:
    assert "--govuk-brand-colour: #5b2a6e;" in theme_css(authority((0x5B, 0x2A, 0x6E), (0, 100, 0)))


def test_new_colours_have_a_new_address() -> None:
    one, other = authority((10, 20, 90), (0, 90, 0)), authority((11, 20, 90), (0, 90, 0))
    assert theme_url(one) != theme_url(other)


def authority(brand: Rgb, accent: Rgb) -> Authority:
    return Authority(
        brand_colour="#{:02x}{:02x}{:02x}".format(*brand),
        accent_colour="#{:02x}{:02x}{:02x}".format(*accent),
    )


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script></svg>'


def test_the_councils_logo_is_an_image_that_can_run_nothing(client: Client, db: Any) -> None:
    Authority.objects.create(pk=1, name="A council", logo_svg=LOGO, desk_email="d@example.org")
    page = client.get("/").content.decode()
    assert 'src="/logo.svg?v=' in page
    assert "alert(1)" not in page
    answer = client.get("/logo.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_an_icon_is_found_where_browsers_look(client: Client, db: Any) -> None:
    assert client.get("/favicon.ico")["Location"].endswith(".svg")


def test_without_a_logo_there_is_none(client: Client, db: Any) -> None:
    assert "/logo.svg" not in client.get("/").content.decode()
    assert client.get("/logo.svg").status_code == 404
