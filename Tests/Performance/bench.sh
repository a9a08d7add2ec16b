#!/usr/bin/env bash
# ballast beside the peers: make bench [JOBS="L-csv H-npy"] [RUNS=3] [BENCH_DATA=folder] [PEERS=venv]
# S, M and W take minutes; L and H, on request, take many. The peers live in a .venv of their own.
set -euo pipefail
cd "$(dirname "$0")/../.."

jobs=${JOBS:-S-csv M-csv M-csv.gz M-npy W-npy}
data=${BENCH_DATA:-.build/bench}
venv=${PEERS:-.build/peers}
peers=Tests/Performance/peers

[ -x "$venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$venv"
if [ "$peers/requirements.txt" -nt "$venv/installed" ]; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$peers/requirements.txt"
    touch "$venv/installed"
fi
sets=$(for job in $jobs; do echo "${job%%-*}"; done | sort -u)
# shellcheck disable=SC2086 — lists of words
"$venv/bin/python" "$peers/make_data.py" "$data" $sets
# shellcheck disable=SC2086
"$venv/bin/python" "$peers/side_by_side.py" --ballast .build/static/release/ballast --data "$data" --runs "${RUNS:-3}" \
    --out "$data/table.md" $jobs
