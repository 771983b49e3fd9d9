"""What kind of request it is, in the words of a card."""

from collections.abc import Iterable

from referrals.models import Notification, Referral

Kind = Referral.Kind


def kinds_in_words(requests: Iterable[Referral]) -> dict[int, str]:
    """By the request's number: "Domestic abuse notification, high risk"; an ordinary request says
    nothing. One query more where there is a notification."""
    rows = [row for row in requests if row.kind != Kind.REQUEST]
    notified = [row.pk for row in rows if row.kind == Kind.NOTIFICATION]
    risks = (
        dict(Notification.objects.filter(referral__in=notified).values_list("referral", "risk"))
        if notified
        else {}
    )
    return {row.pk: _words(row, risks.get(row.pk, "")) for row in rows}


def _words(row: Referral, risk: str) -> str:
    said = str(Kind(row.kind).label)
    return f"{said}, {Notification.Risk(risk).label.lower()} risk" if risk else said
