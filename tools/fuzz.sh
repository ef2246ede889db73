#!/usr/bin/env bash
# Fuzz the contract of a real server: every check and phase of schemathesis, EXAMPLES a phase.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
export TALLY_DATABASE_URL="sqlite:///$folder/tally.db"
port=${PORT:-8765}
.venv/bin/tally seed | tail -n 1
.venv/bin/tally serve --port "$port" &
server=$!
trap 'kill "$server"; wait "$server" || true; rm -rf "$folder"' EXIT
.venv/bin/st run "http://127.0.0.1:$port/openapi.json" --wait-for-schema 30 \
  --checks all --max-examples "${EXAMPLES:-300}"
