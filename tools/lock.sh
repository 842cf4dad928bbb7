#!/bin/sh
# Write requirements.lock: runtime, test kit and tools, for every supported Python and machine, with the hashes
# of all files of each release and without any address. uv resolves for all of them at once; where it is not
# installed it comes from a wheel into an environment of its own. Nothing but this script needs it.
set -eu

if ! uv=$(command -v uv); then
    [ -x .venv-lock/bin/python ] || sh tools/venv.sh .venv-lock
    .venv-lock/bin/python -m pip --disable-pip-version-check install --quiet uv
    uv=.venv-lock/bin/uv
fi

# The distributions of this repository ask for each other, and are in no index.
own=$(mktemp)
trap 'rm -f "$own"' EXIT
echo "forum-server @ file://$PWD" >"$own"

"$uv" pip compile pyproject.toml plugins/*/pyproject.toml --extra testing --extra otel --group dev \
    --override "$own" --no-emit-package forum-server \
    --universal --python-version 3.11 --generate-hashes \
    --no-annotate --no-emit-index-url --no-emit-find-links --no-header \
    --output-file requirements.lock --quiet "$@"

if grep -E '://|^-' requirements.lock; then
    echo "requirements.lock must not name an address" >&2
    exit 1
fi
echo "requirements.lock: $(grep -c == requirements.lock) distributions"
