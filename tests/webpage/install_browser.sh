# The browser of the tests, where it is missing and this machine's packages have it.
# Without it those tests are skipped, and the run says so; so nothing here is an error.

for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  if apt-get update -qq && apt-get install -qq -y chromium >/dev/null; then exit 0; fi
fi
echo "no Chromium: the tests of the page in a browser will be skipped" >&2
