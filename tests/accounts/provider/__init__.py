"""An OpenID Connect provider of its own process: what Entra ID is to a council."""
