-- A role that may read what Tally holds and nothing else, for `tally serve`. Run it once, in Tally's
-- database, as the role that seeds: what that role makes later can be read too.

CREATE ROLE tally_reader LOGIN;
ALTER ROLE tally_reader SET default_transaction_read_only = on;
ALTER ROLE tally_reader SET statement_timeout = '5s';
ALTER ROLE tally_reader SET idle_in_transaction_session_timeout = '10s';

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO tally_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO tally_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO tally_reader;
