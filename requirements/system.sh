#!/bin/bash
# System packages that no wheel carries: requirements/system.sh [run] [tests]
# As root on Debian or Ubuntu they are installed; elsewhere what is missing is said.
set -euo pipefail
PATH="$PATH:/usr/sbin:/sbin"

declare -A needs=(
    [run]="libpango-1.0-0 libpangoft2-1.0-0"
    [tests]="libpango-1.0-0 libpangoft2-1.0-0 chromium poppler-utils"
    [python]="python3-venv"
)

has() {
    case "$1" in
        chromium) command -v chromium chromium-browser google-chrome google-chrome-stable >/dev/null ;;
        poppler-utils) command -v pdftotext >/dev/null ;;
        python3-venv) python3 -c 'import ensurepip, venv' 2>/dev/null ;;
        *) ldconfig -p | grep "${1%-0}\.so\.0 " >/dev/null ;;
    esac
}

missing=()
for group in "${@:-run}"; do
    for package in ${needs[$group]}; do
        has "$package" || missing+=("$package")
    done
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -qq --yes --no-install-recommends "${missing[@]}" >/dev/null 2>&1 ||
        { apt-get update -qq && apt-get install -qq --yes --no-install-recommends "${missing[@]}" >/dev/null; }
else
    echo "Missing on this machine: ${missing[*]}. On Debian and Ubuntu:"
    echo "    sudo apt-get install ${missing[*]}"
fi
