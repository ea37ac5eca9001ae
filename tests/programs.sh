#!/bin/sh
# Installs the programs that tests drive and that no Python package brings, where they are missing and may be installed:
# LibreOffice Writer (opens the Word files), Pango (writes the PDF files), Chromium (looks at the page).
set -eu

missing=
command -v soffice >/dev/null || missing="$missing libreoffice-writer-nogui"
command -v chromium >/dev/null || missing="$missing chromium"
[ -n "$(ls /usr/lib/*/libpango-1.0.so.0 /usr/lib64/libpango-1.0.so.0 2>/dev/null)" ] ||
    missing="$missing libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$missing, which the tests drive; usually under a minute."
    apt-get update -qq && apt-get install -qq -y --no-install-recommends $missing >/dev/null
else
    echo "Not installed:$missing. The tests that need them are skipped; on Debian and Ubuntu: sudo apt-get install$missing" >&2
fi
