"""`python -m tests.accounts.provider.serve PORT CALLBACK PEOPLE`: prepares and serves until ended.

PEOPLE is JSON: [{"username", "password", "email", "amr"}].
"""

import json
import os
import sys
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIServer, make_server

import django


class Server(ThreadingMixIn, WSGIServer):
    """Answers the site's question for a token while the browser waits."""

    daemon_threads = True


def main(port: str, callback: str, people: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.accounts.provider.settings"
    django.setup()
    _prepare(callback, json.loads(people))
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", int(port), get_wsgi_application(), server_class=Server)
    print("serving", flush=True)
    server.serve_forever()


def _prepare(callback: str, people: list[dict[str, str]]) -> None:
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0, run_syncdb=True)
    users: Any = get_user_model().objects  # Django’s own people here
    for one in people:
        users.create_user(one["username"], one["email"], one["password"], first_name=one["amr"])
    client = Client(
        id="early-help",
        name="Early Help",
        scopes="openid\nprofile\nemail",
        redirect_uris=callback,
        skip_consent=True,
    )
    client.set_secret("a-secret-for-tests")
    client.save()


if __name__ == "__main__":
    main(*sys.argv[1:])
