"""Every page of the site, and every form sent empty, looked at in Chromium.

On a phone, at 200 % and at 400 % zoom, with names longer than any box and words from right to
left: axe finds nothing, nothing is wider than the window, nothing goes wrong in a script. PICTURES
names a folder to keep a picture of each page in.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from playwright.sync_api import Page, Route

from accounts.acting import acting_as_system
from tests.browsing import faults, noises
from tests.fixtures.browser import LiveSite
from tests.security.doors import Visitors, forms_behind, opened, page_of
from tests.security.hostile import Pairs, body
from tests.security.stage import Stage

# 1280 CSS pixels at 400 % and at 200 % zoom (WCAG 1.4.10 and 1.4.4), and a phone.
REFLOWED, ZOOMED, PHONE = (320, 256), (640, 450), (390, 844)
LONG = "Wolfeschlegelsteinhausenberger"  # longer than any piece of a name likely to come
RIGHT_TO_LEFT = "عبد الرحمن"
KEPT = {"csrfmiddlewaretoken", "one_time_key", "version"}
PICTURES = os.environ.get("PICTURES")


@dataclass
class Seen:
    """A page as it was answered: whose, at which address, drawn and with which headers."""

    title: str
    url: str
    drawn: str
    headers: dict[str, str]


def test_every_page_holds_its_words(stage: Stage, live_site: LiveSite, page: Page) -> None:
    lengthen()
    said = noises(page)
    every = list(pages(stage))
    found = []
    for number, seen in enumerate(every):
        show(page, live_site, seen)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{number:03} {seen.title}.png", full_page=True)
        found += [f"{seen.title}: {each}" for each in [*look(page), *said]]
        said.clear()
    print(f"\n{len(every)} pages")
    assert found == []
    assert len(every) > 300


def lengthen() -> None:
    """Whatever was written in words is long, and some of it is read from right to left."""
    with acting_as_system("arranging a test"), connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        for table, column, most in cursor.fetchall():
            with transaction.atomic():
                cursor.execute(
                    f'UPDATE "{table}" SET "{column}" = left("{column}" || %s, %s)'
                    f""" WHERE "{column}" <> '' AND ("{column}" ~ ' ' OR '{column}' ~ 'name')""",
                    [f" {LONG} {RIGHT_TO_LEFT}", most],
                )


WRITTEN = """
    SELECT table_name, column_name, coalesce(character_maximum_length, 1000)
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
      AND table_name ~ '^(cases|assessments|referrals|accounts|localities)_'
      AND column_name !~ 'phone|^value$' AND data_type IN ('character varying', 'text')
      AND coalesce(character_maximum_length, 1000) >= 100
      AND has_column_privilege(format('%I', table_name), column_name, 'UPDATE')
    ORDER BY 1, 2
"""


def pages(stage: Stage) -> Iterator[Seen]:
    """Every page, and what is answered where one of its forms is sent with nothing in it."""
    visitors = Visitors(stage.world)
    doors, _ = opened(stage, visitors)
    for door in doors:
        if "<html" in door.page:  # not a piece of one, fetched by a page
            yield Seen(f"{door.name}, {door.who}", door.url, door.page, dict(door.answer.headers))
    for door, to, pairs in forms_behind(doors):
        with transaction.atomic():
            answer = visitors.of(door.who).post(
                to, body(emptied(pairs)), content_type="application/x-www-form-urlencoded"
            )
            transaction.set_rollback(True)
        if drawn := page_of(answer):
            yield Seen(f"{door.name}, {door.who}, sent empty", to, drawn, dict(answer.headers))


def emptied(pairs: Pairs) -> Pairs:
    return [(name, typed if name in KEPT else "") for name, typed in pairs]


def show(page: Page, site: LiveSite, seen: Seen) -> None:
    """In the browser, at its own address; what its scripts ask for is not answered."""

    def answer(route: Route) -> None:
        if route.request.resource_type == "document":
            route.fulfill(status=200, headers=seen.headers, body=seen.drawn)
        elif "/static/" in route.request.url:
            route.continue_()
        else:
            route.fulfill(status=204)

    page.unroute_all()
    page.route("**/*", answer)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{site}{seen.url}")


def look(page: Page) -> list[str]:
    wrong = faults(page)
    told = page.locator(".govuk-error-summary").count() > 0
    if page.title().count("Error: ") != int(told):
        wrong.append("its title does not say once that there is an error, or says so where none is")
    for width, height in (REFLOWED, ZOOMED):
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append(f"wider than the window at {width}")
    return wrong
