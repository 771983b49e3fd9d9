"""Builds .venv from a hashed requirement file, when it is not built from it already.

    python3 requirements/install.py local

Only Python's own library is used here. uv installs where it can; pip, which comes with
Python, where uv cannot. Both check every hash.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
STAMPS = VENV / "installed-from"


def main(name: str) -> None:
    """Install requirements/<name>.txt into .venv unless that is what is there."""
    refuse_old_python()
    if not venv_is_sound():
        make_venv()
    wanted, stamp = fingerprint(name), STAMPS / name
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print(f"Installing requirements/{name}.txt into .venv …", flush=True)
    install(ROOT / "requirements" / f"{name}.txt")
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def refuse_old_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this is where older ones are turned away
        found = ".".join(map(str, sys.version_info[:2]))
        sys.exit(
            f"Python 3.11 or newer is needed; this is {found}. Choose one: make PYTHON=python3.12"
        )


def venv_is_sound() -> bool:
    try:
        done = subprocess.run(
            [PYTHON, "-c", "import pip, sys; print(sys.prefix)"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:  # none, or one that only somebody else may use
        return False
    return done.returncode == 0 and Path(done.stdout.strip()).samefile(VENV)


def make_venv() -> None:
    if VENV.is_dir() and VENV.stat().st_uid != os.geteuid():
        sys.exit(f"{VENV} belongs to somebody else. Remove it, or work in a clone of your own.")
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(
            f"{done.stdout}{done.stderr}\nPython's virtual environment could not be made in "
            f"{VENV}. On Debian and Ubuntu: sudo apt-get install python3-venv"
        )


def install(file: Path) -> None:
    """With uv, which is quick; with pip where uv does not get there."""
    pip = [PYTHON, "-m", "pip", "install", "--require-hashes", "--quiet"]
    if install_uv(pip) and not run(
        [*uv(), "pip", "install", "--require-hashes", "--no-deps"], file
    ):
        return
    print("Installing with pip instead, which takes a minute or two …", flush=True)
    if run([*pip, "--no-deps"], file):
        sys.exit(
            "The packages could not be installed; the reason is above. Is the package index "
            "reachable from here? pip's own settings (PIP_INDEX_URL, pip.conf) are respected."
        )


def install_uv(pip: list) -> bool:
    return not run(pip, ROOT / "requirements" / "uv.txt")


def uv() -> list:
    return [VENV / "bin" / "uv", "--quiet", "--no-config"]


def run(command: list, file: Path) -> int:
    return subprocess.run(
        [*command, "-r", file], env=environment(), cwd=ROOT, check=False
    ).returncode


def environment() -> dict:
    """uv told what pip knows: index and environment. Both trust what the machine trusts."""
    known = settings_of_pip()
    found = {**os.environ, "VIRTUAL_ENV": str(VENV), "UV_SYSTEM_CERTS": "true"}
    if "index-url" in known:
        found.setdefault("UV_DEFAULT_INDEX", known["index-url"])
    if "cert" not in known and CERTIFICATES.exists():
        found["PIP_CERT"] = str(CERTIFICATES)
    if not os.access(Path.home(), os.W_OK):
        found |= {"UV_NO_CACHE": "true", "PIP_NO_CACHE_DIR": "1"}
    return found


def settings_of_pip() -> dict:
    """What pip would use, by name; the environment goes before its files."""
    done = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    lines = [line.split("=", 1) for line in done.stdout.splitlines() if "=" in line]
    found = {key.rsplit(".", 1)[-1]: value.strip("'\"") for key, value in lines}
    return found | {
        key.removeprefix(":env:."): value.strip("'\"")
        for key, value in lines
        if key.startswith(":env:.")
    }


def fingerprint(name: str) -> str:
    content = (ROOT / "requirements" / f"{name}.txt").read_bytes()
    return hashlib.sha256(content + str(sys.version_info[:2]).encode()).hexdigest()


if __name__ == "__main__":
    main(sys.argv[1])
