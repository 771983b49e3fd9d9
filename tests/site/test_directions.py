"""A name from right to left on real pages: the figures beside it stay on their side."""

from playwright.sync_api import Page

from accounts.acting import acting_as_system
from cases.actions.leads.allocating import allocate
from tests.browsing import faults, sign_in
from tests.cast import PASSWORD, World, make_case, make_family
from tests.fixtures.browser import LiveSite

NAME = "الرحمن"

# What follows such a word on its line, and whether it stands on the right of the last letter.
AFTER = """
() => {
  const letters = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode())
    [...texts.currentNode.data].forEach((letter, at) => {
      if (letter.trim()) letters.push({ letter, node: texts.currentNode, at });
    });
  const box = ({ node, at }) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const turns = ({ letter }) => /[\\u0590-\\u08ff]/.test(letter);
  return letters.slice(0, -1).flatMap((one, number) => {
    const next = letters[number + 1];
    if (!turns(one) || turns(next)) return [];
    const [here, there] = [box(one), box(next)];
    const beside = here.width && there.width && Math.abs(here.bottom - there.bottom) < 8;
    const said = letters.slice(number + 1, number + 7).map((each) => each.letter).join("");
    return beside ? [[said, there.left > here.left]] : [];
  });
}
"""


def test_figures_beside_it_stay_where_they_are(
    quiet_page: Page, live_site: LiveSite, town: World
) -> None:
    case = make_case(town, make_family(town, NAME, children=1))
    with acting_as_system("arranging a test"):
        allocate(case=case, lead=town.practitioner, by=town.manager)
        case.family.people.filter(kind="child").update(given_name=NAME)
    page, of_case = quiet_page, f"/cases/{case.reference}/"
    sign_in(page, live_site, town.practitioner.email, PASSWORD)
    for where in ("/my-families/", of_case, f"{of_case}people/"):
        page.goto(f"{live_site}{where}")
        found = page.evaluate(AFTER)
        assert any(said.startswith("family") for said, _kept in found), where
        assert [said for said, kept in found if not kept] == [], where
        assert faults(page) == []
    assert f"\u2068{NAME}\u2069 family" in page.title()
