"""The OpenAPI document is the contract: whatever is sent, only what it says is answered."""

import os
from contextlib import suppress
from typing import Any

import pytest
from django.test import Client

from accounts.acting import acting_as_system
from accounts.models import ApiToken
from accounts.models.token import TokenScope
from referrals.models import Referral
from tests.cast import World, build_world
from tests.fixtures.database import CommittedDatabase
from tests.referrals.api import NOTIFICATIONS, REFERRALS, STEP_DOWNS, System, a_request
from tests.referrals.kinds import police_officer

ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "1"))
READS = {"400", "401", "403", "404", "405", "406", "429"}
SENDS = [REFERRALS, NOTIFICATIONS, STEP_DOWNS]
WRITES = READS | {"409", "413", "415", "422"}
ANSWERS = {
    ("/api/v1/referrals/", "get"): READS | {"200"},
    ("/api/v1/referrals/", "post"): WRITES | {"201"},
    ("/api/v1/referrals/{reference}/", "get"): READS | {"200"},
    ("/api/v1/referrals/{reference}/answer/", "post"): WRITES | {"200"},
    ("/api/v1/notifications/", "post"): WRITES | {"201"},
    ("/api/v1/step-downs/", "post"): WRITES | {"201"},
    ("/api/v1/matches/", "post"): WRITES | {"200"},
    ("/api/v1/codes/", "get"): READS | {"200"},
    ("/api/v1/localities/", "post"): WRITES | {"200"},
}


def test_every_answer_stands_in_the_document(client: Client, db: Any) -> None:
    paths = client.get("/api/v1/schema/?format=json").json()["paths"]
    for (path, method), expected in ANSWERS.items():
        answers = paths[path][method]["responses"]
        assert set(answers) == expected, (path, method)
        for status, answer in answers.items():
            kinds = set(answer["content"])
            good = "application/json" if status < "300" else "application/problem+json"
            assert kinds == {good}, (path, method, status)
    for path in SENDS:
        parameters = paths[path]["post"]["parameters"]
        assert [each["name"] for each in parameters] == ["Idempotency-Key"]
    asked = {each["name"] for each in paths["/api/v1/referrals/"]["get"]["parameters"]}
    assert asked == {"cursor", "kind", "received_after", "received_before", "status"}


@pytest.mark.parametrize("path", SENDS)
def test_the_example_in_the_document_is_received(world: World, client: Client, path: str) -> None:
    paths = client.get("/api/v1/schema/?format=json").json()["paths"]
    content = paths[path]["post"]["requestBody"]["content"]
    assert list(content) == ["application/json"]
    (example,) = content["application/json"]["examples"].values()
    who = {REFERRALS: world.school, NOTIFICATIONS: police_officer(), STEP_DOWNS: world.desk}
    _, text = ApiToken.make(user=who[path], name="x", scopes=TokenScope.values)
    assert System(text).post(path, example["value"]).status_code == 201


@pytest.mark.parametrize("who", ["desk", "school", "police"])
def test_nothing_else_is_answered(committing_db: CommittedDatabase, who: str) -> None:
    """What schemathesis thinks of, good and bad, to every operation."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis.errors import Unsatisfiable
    from schemathesis import GenerationMode
    from schemathesis.core.result import Ok
    from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

    from earlyhelp.wsgi import application

    world = build_world()
    with acting_as_system("arranging a test"):
        user = police_officer() if who == "police" else world.people[who]
        _, text = ApiToken.make(user=user, name="fuzz", scopes=TokenScope.values)
    headers = {"Authorization": f"Token {text}"}
    # We name somebody; and what has the right shape may still be implausible.
    left_out = [ignored_auth, positive_data_acceptance]
    document = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    tried: dict[str, int] = {}
    for found in document.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if "measures" in operation.path or "schema" in operation.path:
            continue
        for mode in GenerationMode:

            @seed(11)
            @settings(max_examples=12 * ROUNDS, deadline=None, database=None, derandomize=False,
                      phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
            @given(case=operation.as_strategy(generation_mode=mode))
            def strikes(case: Any) -> None:
                answer = case.call(headers=headers)
                case.validate_response(answer, excluded_checks=left_out)
                if answer.status_code >= 400:
                    assert "problem+json" in answer.headers["content-type"][0], answer.text
                label = case.operation.label
                tried[label] = tried.get(label, 0) + 1

            with suppress(Unsatisfiable):  # nothing is asked that could be asked wrongly
                strikes()
    assert len(tried) == len(ANSWERS)
    assert sum(tried.values()) >= 60
    with acting_as_system("looking"):
        sent = Referral.objects.count()
    assert System(text).post(REFERRALS, a_request()).status_code == 201
    with acting_as_system("looking"):
        assert Referral.objects.count() == sent + 1
