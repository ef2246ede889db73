#!/bin/sh
# Give the reading role its password, where the image of PostgreSQL starts its first database.
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
  --set=password="$READER_PASSWORD" <<'SQL'
ALTER ROLE tally_reader PASSWORD :'password';
SQL
