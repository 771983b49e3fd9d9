"""“Save and come back later” without an account: sealed, by a code, for fourteen days."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.models import Change, Event, Job, Look, OneTimeKey
from referrals.models import PublicDraft, Referral
from referrals.tasks import clear_old_drafts
from tests.cast import World
from tests.referrals.requests import WORRIES, typed_form
from tests.referrals.test_doors import text_of

FORM, RESUME = reverse("request-support-form"), reverse("support-resume")
CODE = re.compile(r"\b(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}\b")


@pytest.fixture
def public(client: Client, world: World) -> Client:
    cache.clear()
    client.post(reverse("request-support"), {"danger": ""})
    return client


def hidden_code(page: str) -> str:
    found = re.search(r'name="draft_code" value="([^"]+)"', page)
    assert found
    return found[1]


def saved(client: Client, **changes: Any) -> str:
    """Save what was typed; the code that is shown."""
    code = hidden_code(text_of(client.get(FORM)))
    page = text_of(client.post(FORM, typed_form(save="1", draft_code=code, **changes)))
    assert CODE.findall(page) == [code]
    return code


def test_what_was_saved_comes_back_as_it_was_typed_and_is_not_judged(public: Client) -> None:
    code = saved(
        public,
        **{
            "postcode": "nowhere",
            "children-TOTAL_FORMS": "2",
            "children-1-given_name": "Chidi",
            "adults-0-given_name": "Ngozi",
            "family_knows": "not_told",
            "why_not_told": "Not safe",
        },
    )
    assert not Referral.objects.exists()
    page = text_of(Client().post(RESUME, {"code": code.lower()}))
    for typed in ("Amara", "Chidi", "Ngozi", "nowhere", WORRIES, "Not safe"):
        assert typed in page
    assert "There is a problem" not in page
    assert hidden_code(page) == code


def test_what_came_back_can_be_sent_as_it_stands(public: Client) -> None:
    code = saved(public)
    page = text_of(public.post(RESUME, {"code": code}))
    key = re.search(r'name="one_time_key" value="([^"]+)"', page)
    assert key
    sent = public.post(FORM, typed_form(draft_code=code, one_time_key=key[1]))
    assert sent.status_code == 302
    assert Referral.objects.count() == 1


def test_saved_again_it_is_the_same_draft_and_sending_ends_it(public: Client) -> None:
    code = saved(public)
    public.post(FORM, typed_form(save="1", draft_code=code, worries="More"))
    assert "More" in text_of(public.post(RESUME, {"code": code}))
    sent = public.post(FORM, typed_form(draft_code=code))
    assert sent.status_code == 302
    assert not drafts()
    assert "This code does not open anything" in text_of(public.post(RESUME, {"code": code}))


def test_a_send_that_is_refused_keeps_the_draft(public: Client) -> None:
    code = saved(public)
    public.post(FORM, typed_form(draft_code=code, worries=""))
    assert len(drafts()) == 1


def test_nobody_reads_it_without_the_code(public: Client, world: World) -> None:
    code = saved(public)
    with acting_as(world.desk):
        assert not PublicDraft.objects.exists()
    [row] = drafts()
    signs = code.replace("-", "")
    with acting_as_system("looking"), connection.cursor() as cursor:
        for model in (PublicDraft, Change, Event, Look, Job, OneTimeKey):
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t")
            everything = " ".join(each[0] for each in cursor.fetchall())
            assert code not in everything
            assert signs not in everything
            assert WORRIES not in everything
            assert "Okafor" not in everything
    assert code not in str(dict(public.session))
    assert row.digest != code


def test_every_wrong_code_gets_the_same_answer(public: Client) -> None:
    code = saved(public)
    expired = saved(public)
    with acting_as_system("time goes by"):
        PublicDraft.objects.exclude(pk=drafts()[0].pk).update(
            changed_at=timezone.now() - timedelta(days=15),
            expires_at=timezone.now() - timedelta(days=1),
        )
    wrong = ["2222-2222-2222-2222", expired, code[:-1] + ("2" if code[-1] != "2" else "3"), "no"]
    pages = {
        re.sub(r'(value|nonce)="[^"]*"', "", text_of(public.post(RESUME, {"code": each})))
        for each in wrong
    }
    assert len(pages) == 1


def test_codes_are_not_tried_for_ever(public: Client, settings: Any) -> None:
    settings.CODES_AN_HOUR = 3
    code = saved(public)
    tries = ["2222-2222-2222-2222"] * 3 + [code]
    assert [public.post(RESUME, {"code": each}).status_code for each in tries] == [200] * 3 + [429]


def test_after_fourteen_days_it_is_deleted(public: Client) -> None:
    saved(public)
    [row] = drafts()
    assert timedelta(days=13) < row.expires_at - timezone.now() <= timedelta(days=14)
    clear_old_drafts()
    assert len(drafts()) == 1
    with acting_as_system("time goes by"):
        PublicDraft.objects.update(
            changed_at=timezone.now() - timedelta(days=15), expires_at=timezone.now()
        )
    clear_old_drafts()
    assert not drafts()


def test_a_draft_that_is_too_long_is_kept_on_the_page(public: Client) -> None:
    many = {f"adults-{number}-address": "x" * 9_000 for number in range(30)}
    page = text_of(public.post(FORM, typed_form(save="1", **many)))
    assert "This is too long to keep" in page
    assert WORRIES in page
    assert not drafts()


def drafts() -> list[PublicDraft]:
    with acting_as_system("looking"):
        return list(PublicDraft.objects.order_by("pk"))
