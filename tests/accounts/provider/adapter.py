"""What the token says of a person: a subject, an address, and how they signed in there."""

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter


class Directory(DefaultOIDCAdapter):
    """The first name of a user says what `amr` says; the last name is the subject."""

    def get_claims(self, purpose: Any, user: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_claims(purpose, user, *args, **kwargs)
        said = {"amr": user.first_name.split(), "email": user.email, "email_verified": True}
        return claims | said | {"sub": f"subject-{user.username}"}
