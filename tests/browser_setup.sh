#!/bin/sh
# Installs Debian's Chromium for the browser tests, where it is missing and this user may install it.
for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && exit 0
done

if [ "$(id -u)" = 0 ]; then as_root=; else as_root="sudo -n"; fi
if command -v apt-get >/dev/null && $as_root true 2>/dev/null; then
    echo "Installing Chromium for the browser tests."
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium && exit 0
fi
# Not an error here: the tests that need it skip with a notice, and fail where CI=true.
echo "*** No Chromium could be installed: the browser tests will be skipped. ***" >&2
