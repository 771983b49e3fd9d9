"""The front door for other systems: /api/v1/referrals/, notifications/, step-downs/, matches/."""
