#!/bin/sh
# Create a virtual environment with the first Python that is new enough. $PYTHON chooses one.
set -eu

for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if "$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" -m venv "$1"
    fi
done
echo "Perlu Python 3.11 atau lebih baru dengan venv (Debian: apt-get install python3-venv)." >&2
exit 1
