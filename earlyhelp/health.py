"""For load balancers: whether the process lives, and whether it can serve."""

import logging

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

_log = logging.getLogger(__name__)


def livez(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody else, so a sick database does not restart the web."""
    return HttpResponse("alive\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers, or 503. Valkey away is told, yet no reason to turn people away."""
    found = {"database": _database_answers(), "valkey": _valkey_answers()}
    return JsonResponse(found, status=200 if found["database"] else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        _log.exception("The database does not answer.")
        return False
    return True


def _valkey_answers() -> bool:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        _log.warning("Valkey does not answer.")
        return False
