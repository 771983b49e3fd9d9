"""How one signs in, for the OpenAPI document."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):
    """`Authorization: Token …`"""

    target_class = "accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        words = "Write “Token ” before the token’s text."
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": words,
        }
