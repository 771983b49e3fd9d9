"""The way back to a request without an account: its code, and an address once it is confirmed.

Anybody can type anybody's address. So the first letter says nothing of a request: it asks its
reader whether the address is theirs, and nothing more goes there until they have said so.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import connection, transaction
from django.urls import reverse

from accounts.acting import acting_as_system
from audit.actions.posting import deliver, post
from audit.actions.queueing import Landing, ask
from audit.limiting import is_over
from audit.models import Job
from localities.models import Authority
from referrals.actions.telling.senders import tell_received
from referrals.answering_words import SUBJECTS, danger_key
from referrals.codes import digest_of, status_code
from referrals.models import Referral, ReplyPath
from referrals.queries.letters import duty_address

USE = "status"
LASTS = timedelta(days=7)
LETTERS_A_DAY = 5  # asking one address whether it is somebody's
CONFIRM = (
    "Somebody gave this address to the early help service of {council}.\n\n"
    "If it was you, open this link and say that the address is yours. It works for seven days:\n"
    "{link}\n\n"
    "If it was not you, do nothing. Nothing more is sent here.\n"
)
ALERTS = {
    "danger": (
        "A request says that somebody is in danger now. Read it at once:\n{link}\n\n"
        "It stands at the top of Triage. Its clock does not stop.\n"
    ),
    "high_risk": (
        "A notification of high risk has come. Read it at once:\n{link}\n\n"
        "Its page says what to do now, in this order.\n"
    ),
}

OF_A_FILE = (
    "{many} requests that came in a file say that somebody is in danger now. Read them at once:\n"
    "{link}\n\nThey stand at the top of Triage. Their clocks do not stop.\n"
)


def open_reply_path(*, referral: Referral, email: str = "") -> None:
    """In the transaction that receives it: the code of the receipt opens the status page.

    `email` only where the sender asked for letters and said that this is safe.
    """
    digest = digest_of(status_code(referral.reference), use=USE)
    asks = bool(email) and not is_over("confirm", email.lower(), LETTERS_A_DAY, seconds=86_400)
    with connection.cursor() as cursor:
        cursor.execute("SELECT keep_reply_path(%s, %s, %s)", [referral.pk, digest, email])
    if asks:
        ask("ask_to_confirm", key=f"confirm {referral.pk}", by=None, payload={"id": referral.pk})


def send_question(job: Job) -> Landing:
    """The job: ask the reader of an address whether it is theirs."""
    with acting_as_system("asking whether an address is somebody’s"):
        path = ReplyPath.objects.filter(
            referral=job.payload["id"], confirmed_at__isnull=True
        ).first()
        council = Authority.current().name
    if path and path.email:
        link = f"{settings.SITE_URL}{reverse('request-confirm-address', args=[_token(path)])}"
        text = CONFIRM.format(council=council, link=link)
        deliver(job, to=path.email, subject=SUBJECTS["confirm"], text=text)
    return lambda: None


def confirm(token: str) -> bool:
    """Its reader says that the address is theirs. Once, and for seven days; then the receipt goes
    there. False where the link is not good any more."""
    number = request_of(token)
    if number is None:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT confirm_address(%s)", [number])
        if not cursor.fetchone()[0]:
            return False
        ask("send_receipt", key=f"receipt {number}", by=None, payload={"id": number})
    return True


def request_of(token: str) -> int | None:
    """The number of the request that a link names."""
    try:
        return int(_signer().unsign(token.replace("~", ":"), max_age=LASTS))
    except (BadSignature, SignatureExpired, ValueError):
        return None


def send_receipt(job: Job) -> Landing:
    """The job: a receipt to an address that has just been confirmed."""

    def landing() -> None:
        with acting_as_system("sending a receipt"):
            referral = Referral.objects.filter(pk=job.payload["id"]).first()
            if referral:
                tell_received(referral=referral, by=None)

    return landing


def alert_duty(*, referral: Referral, by: Any, why: str = "danger") -> None:
    """Tell duty at once that a request says somebody is in danger, or of a "high_risk". No name:
    mail is read aloud."""
    if to := duty_address():
        link = f"{settings.SITE_URL}{reverse('request', args=[referral.reference])}"
        post(
            to=[to],
            subject=SUBJECTS[why],
            text=ALERTS[why].format(link=link),
            by=by,
            key=danger_key(referral.reference),
        )


def alert_duty_of_file(*, many: int, by: Any, key: str) -> None:
    """The same of requests that came together: one letter, however many there are."""
    if to := duty_address():
        words = OF_A_FILE if many > 1 else ALERTS["danger"]
        text = words.format(many=many, link=f"{settings.SITE_URL}{reverse('triage')}")
        post(to=[to], subject=SUBJECTS["danger"], text=text, by=by, key=key)


def _token(path: ReplyPath) -> str:
    return _signer().sign(str(path.referral_id)).replace(":", "~")


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="referrals.replying")
