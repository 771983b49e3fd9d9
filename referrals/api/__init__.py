"""The front door for other systems: /api/v1/referrals/, matches and code lists."""
