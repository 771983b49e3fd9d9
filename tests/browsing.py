"""Looking at pages in Chromium: who is at the keyboard, and what is wrong with a page."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

DESKTOP, PHONE = (1280, 900), (390, 844)


def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than the window."""
    # The back link is outside main by design; what passes need not be described.
    options = {"rules": {"region": {"enabled": False}}, "resultTypes": ["violations"]}
    found = [one["id"] for one in Axe().run(page, options=options).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return found + (["wider than the window"] if wide else [])


def sign_in(page: Page, site: Any, email: str, password: str) -> None:
    page.goto(f"{site}/account/login/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def noises(page: Page) -> list[str]:
    """A list that fills with what the browser complains of: the policy, scripts, failed loads."""
    said: list[str] = []
    page.on("console", lambda it: said.append(it.text) if it.type == "error" else None)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    return said


def quiet(page: Page) -> Iterator[Page]:
    """A page on which nothing may be refused by the policy or go wrong in a script."""
    said = noises(page)
    yield page
    assert said == []


class Person:
    """Somebody at a browser, who looks at each page for faults before going on."""

    def __init__(self, page: Page, site: Any) -> None:
        self.page, self.site = page, site
        self.said = noises(page)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")
        self.look()

    def press(self, name: str, *, exact: bool = True) -> None:
        """The button or link of that name in the page itself."""
        main = self.page.locator("main")
        named = main.get_by_role("button", name=name, exact=exact)
        self.press_on(named.or_(main.get_by_role("link", name=name, exact=exact)).first)

    def press_on(self, thing: Locator) -> None:
        thing.click()
        self.page.wait_for_load_state()
        self.look()

    def write(self, label: str, words: str) -> None:
        self._asked(label).first.fill(words)

    def choose(self, label: str) -> None:
        self._asked(label).first.check()

    def date(self, question: str, day: Any) -> None:
        """The three boxes of a date."""
        group = self.page.get_by_role("group", name=question).first
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part, exact=True).fill(str(number))

    def sees(self, *words: str) -> None:
        for some in words:
            expect(self.page.locator("main")).to_contain_text(some)

    def sees_not(self, *words: str) -> None:
        for some in words:
            expect(self.page.locator("body")).not_to_contain_text(some)

    def heading(self, words: str) -> None:
        expect(self.page.get_by_role("heading", name=words).first).to_be_visible()

    def _asked(self, label: str) -> Locator:
        """What a question asks for, whether or not it says that it is optional."""
        plain = self.page.get_by_label(label, exact=True)
        return plain.or_(self.page.get_by_label(f"{label} (optional)", exact=True))

    def look(self) -> None:
        assert faults(self.page) == [], self.page.url
        assert self.said == [], self.page.url


class Keys:
    """Somebody without a mouse: everything is reached by Tab, and where they are can be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, thing: Locator, most: int = 150) -> None:
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if thing.evaluate("it => it === document.activeElement"):
                assert thing.evaluate(_SEEN), f"focus cannot be seen: {thing}"
                return
        raise AssertionError(f"no way by keyboard to {thing}")

    def press(self, thing: Locator) -> None:
        """A button or a link."""
        self.reach(thing)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def tick(self, thing: Locator) -> None:
        """A box to tick, or the first of several to choose from."""
        self.reach(thing)
        self.page.keyboard.press("Space")
        expect(thing).to_be_checked()

    def choose(self, group: Locator, label: str) -> None:
        """One of several: Tab comes to the first while none is chosen, arrows go on."""
        boxes, wanted = group.get_by_role("radio"), group.get_by_label(label, exact=True)
        self.reach(boxes.first)
        for _ in range(boxes.count()):
            if wanted.evaluate("it => it === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

    def write(self, thing: Locator, words: str) -> None:
        self.reach(thing)
        self.page.keyboard.type(words)


# What is drawn round the thing with the focus is not drawn without it. A box to tick is drawn by
# its label, beside it.
_SEEN = """it => {
    const drawn = () => [getComputedStyle(it), it.nextElementSibling &&
        getComputedStyle(it.nextElementSibling, '::before')].map(style => style &&
        [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderWidth].join());
    const before = drawn().join();
    it.blur();
    const after = drawn().join();
    it.focus();
    return before !== after;
}"""
