-- Who is asking. Identity reaches the database as signed, short-lived claims (trust.md 5.2): a setting any SQL injection
-- could write is worth nothing without the key in sec.claim_key, which the app role cannot read.

CREATE TABLE auth.account (
  center_id uuid NOT NULL,
  id uuid PRIMARY KEY,
  code text NOT NULL,
  display_name text NOT NULL,
  staff_id uuid,
  participant_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  deactivated_at timestamptz,
  UNIQUE (center_id, code),
  CHECK (staff_id IS NULL OR participant_id IS NULL)
);
COMMENT ON TABLE auth.account IS 'C12: who may sign in';

CREATE TABLE auth.account_role (
  account_id uuid NOT NULL REFERENCES auth.account,
  role text NOT NULL CHECK (role IN (
    'front-desk', 'counselor', 'supervisor', 'prescriber', 'screen-technician', 'director', 'biller',
    'privacy-officer', 'administrator', 'participant', 'supporter')),
  PRIMARY KEY (account_id, role)
);
COMMENT ON TABLE auth.account_role IS 'C12: the roles an account may act in';

CREATE TABLE auth.session (
  center_id uuid NOT NULL,
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES auth.account,
  role text NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  FOREIGN KEY (account_id, role) REFERENCES auth.account_role (account_id, role)
);
COMMENT ON TABLE auth.session IS 'C12: opaque sign-in sessions; only the hash of a token is kept';

CREATE TABLE auth.invitation (
  center_id uuid NOT NULL,
  token_hash bytea PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES auth.account,
  role text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  FOREIGN KEY (account_id, role) REFERENCES auth.account_role (account_id, role)
);
COMMENT ON TABLE auth.invitation IS 'C12: one-time sign-in links';

CREATE TABLE auth.feed (
  center_id uuid NOT NULL,
  id uuid PRIMARY KEY,
  participant_id uuid NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
CREATE INDEX feed_of_participant ON auth.feed (center_id, participant_id) WHERE revoked_at IS NULL;
COMMENT ON TABLE auth.feed IS 'C12: secret calendar links; only the hash of a token is kept';

-- HMAC-SHA-256 needs no extension: hash(outer || hash(inner || message)), RFC 2104, with both padded keys stored.
CREATE TABLE sec.claim_key (
  id int PRIMARY KEY CHECK (id = 1),
  inner_key bytea NOT NULL CHECK (length(inner_key) = 64),
  outer_key bytea NOT NULL CHECK (length(outer_key) = 64)
);
COMMENT ON TABLE sec.claim_key IS 'C12: the key that signs claims';

CREATE TYPE sec.claim AS (uid uuid, session uuid, role text, center uuid, purpose text);

-- The claims of this transaction; NULL without claims, with expired claims, or once the session is revoked.
-- A forged signature raises 28000. Format: uid|session|role|center|purpose|expiry (epoch seconds)|hex HMAC.
CREATE FUNCTION sec.claims() RETURNS sec.claim
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  raw text := current_setting('evenkeel.claims', true);
  words text[];
  key sec.claim_key;
  signed bytea;
  found sec.claim;
BEGIN
  IF raw IS NULL OR raw = '' THEN RETURN NULL; END IF;
  words := string_to_array(raw, '|');
  IF array_length(words, 1) <> 7 THEN RAISE EXCEPTION 'claims refused' USING ERRCODE = '28000'; END IF;
  SELECT * INTO STRICT key FROM sec.claim_key WHERE id = 1;
  signed := convert_to(array_to_string(words[1:6], '|'), 'UTF8');
  IF encode(sha256(key.outer_key || sha256(key.inner_key || signed)), 'hex') <> words[7] THEN
    RAISE EXCEPTION 'claims refused' USING ERRCODE = '28000';
  END IF;
  IF words[6]::bigint < extract(epoch FROM clock_timestamp()) THEN RETURN NULL; END IF;
  found := ROW(nullif(words[1], '')::uuid, nullif(words[2], '')::uuid, words[3], words[4]::uuid, words[5])::sec.claim;
  IF found.role = 'feed' THEN
    IF NOT EXISTS (SELECT FROM auth.feed f WHERE f.id = found.uid AND f.revoked_at IS NULL) THEN RETURN NULL; END IF;
  ELSIF found.role NOT IN ('import', 'setup', 'planner') THEN
    IF NOT EXISTS (
      SELECT FROM auth.session s JOIN auth.account a ON a.id = s.account_id
      WHERE s.id = found.session AND s.account_id = found.uid AND s.role = found.role AND s.center_id = found.center
        AND s.revoked_at IS NULL AND s.expires_at > now() AND a.deactivated_at IS NULL
    ) THEN RETURN NULL; END IF;
  END IF;
  RETURN found;
END $$;

CREATE FUNCTION sec.center() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT (sec.claims()).center $$;

CREATE FUNCTION sec.role() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT (sec.claims()).role $$;

-- Staff of the center and the actors that are not people: whoever may read how the center is set up.
CREATE FUNCTION sec.is_staff() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(sec.role() NOT IN ('participant', 'supporter', 'feed'), false)
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sec FROM PUBLIC;
GRANT USAGE ON SCHEMA sec TO evenkeel_app;
GRANT EXECUTE ON FUNCTION sec.claims(), sec.center(), sec.role(), sec.is_staff() TO evenkeel_app;
