"""`python -m earlyhelp.local demo` and `… run`; PORT= in the environment chooses the port."""

import os
import sys

from earlyhelp.local.refusal import Refusal
from earlyhelp.local.running import run_site


def main(arguments: list[str]) -> int:
    if arguments not in (["demo"], ["run"]):
        print("Usage: python -m earlyhelp.local demo|run", file=sys.stderr)
        return 2
    try:
        run_site(demo=arguments == ["demo"], port=os.environ.get("PORT"))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
