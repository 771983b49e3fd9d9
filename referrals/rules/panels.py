"""Why something cannot be done with a panel or its items now, in sentences a chair would say."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.roles import May, may
from audit.days import in_words
from referrals.models import Panel, PanelItem
from referrals.stages import Stage

Rule = Callable[[Panel, Any], str]
ItemRule = Callable[[PanelItem, Any], str]


def panel_blockers(panel: Panel, verb: str, by: Any) -> list[str]:
    """The reasons why `by` cannot do `verb` ("arrange", "hold") with this panel now."""
    return [reason for rule in RULES[verb] if (reason := rule(panel, by))]


def item_blockers(item: PanelItem, verb: str, by: Any) -> list[str]:
    """The reasons why `by` cannot do `verb` ("decide", "take_off") with this item now."""
    about = [reason for rule in ITEM_RULES[verb] if (reason := rule(item, by))]
    return panel_blockers(item.panel, "record" if verb == "decide" else "arrange", by) + about


def arranger(panel: Panel, by: Any) -> str:
    if may(by, May.DECIDE) or panel.chair_id == by.pk:
        return ""
    return "Only the panel’s chair and the early help desk can do this."


def planned(panel: Panel, by: Any) -> str:
    if panel.state == Panel.State.PLANNED:
        return ""
    return f"This panel is {panel.get_state_display().lower()}."


def its_day_has_come(panel: Panel, by: Any) -> str:
    day = timezone.localdate(panel.meets_at)
    if day <= timezone.localdate():
        return ""
    return f"The panel meets on {in_words(day)}. What it decides is recorded then."


def everything_is_decided(panel: Panel, by: Any) -> str:
    left = panel.items.filter(outcome="", referral__stage=Stage.PANEL).count()
    if not left:
        return ""
    if left == 1:
        return "One item has no decision yet. Decide or defer it."
    return f"{left} items have no decision yet. Decide or defer them."


def open_item(item: PanelItem, by: Any) -> str:
    return f"{item.get_outcome_display()} already." if item.outcome else ""


def still_for_the_panel(item: PanelItem, by: Any) -> str:
    if item.outcome or item.referral.stage == Stage.PANEL:
        return ""
    return "This request waits for the panel no more. Take it off the agenda."


RULES: dict[str, list[Rule]] = {
    "arrange": [arranger, planned],
    "record": [arranger, planned, its_day_has_come],
    "hold": [arranger, planned, its_day_has_come, everything_is_decided],
}
ITEM_RULES: dict[str, list[ItemRule]] = {
    "decide": [open_item, still_for_the_panel],
    "take_off": [open_item],
}
