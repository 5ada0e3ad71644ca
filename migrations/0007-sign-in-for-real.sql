-- Sign-in for real: passkeys, passwords with a second factor, codes by e-mail, sessions that lock, accounts that end.
-- The server proves what a person entered and says so with signed claims of the actor `sign-in` (uid: the account it
-- vouches for, session: the session it acts in). Without such claims no function below answers, so an SQL injection can
-- neither read a hash nor open a session.

ALTER TABLE auth.account ADD COLUMN sign_in_name text UNIQUE;
ALTER TABLE auth.account_role ADD COLUMN given_at timestamptz NOT NULL DEFAULT now(), ADD COLUMN ended_at timestamptz;
ALTER TABLE auth.invitation ADD COLUMN revoked_at timestamptz;
CREATE INDEX invitation_of_account ON auth.invitation (account_id);
ALTER TABLE auth.session
  ADD COLUMN opened_by text NOT NULL DEFAULT 'invitation'
    CHECK (opened_by IN ('demo', 'invitation', 'passkey', 'password', 'email-code')),
  ADD COLUMN device text NOT NULL DEFAULT '',
  ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN idle_limit interval,
  ADD COLUMN locked_at timestamptz,
  ADD COLUMN enrolment_due boolean NOT NULL DEFAULT false,
  ADD COLUMN stepped_up_at timestamptz;
CREATE INDEX session_of_account ON auth.session (account_id) WHERE revoked_at IS NULL;

CREATE TABLE auth.passkey (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES auth.account,
  credential_id text NOT NULL UNIQUE,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  removed_at timestamptz
);
CREATE INDEX passkey_of_account ON auth.passkey (account_id) WHERE removed_at IS NULL;
COMMENT ON TABLE auth.passkey IS 'C12: public keys of passkeys';

CREATE TABLE auth.password (
  account_id uuid PRIMARY KEY REFERENCES auth.account,
  hash text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE auth.password IS 'C12: Argon2id hashes';

CREATE TABLE auth.authenticator (
  account_id uuid PRIMARY KEY REFERENCES auth.account,
  secret text NOT NULL,
  last_step bigint NOT NULL,
  confirmed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE auth.authenticator IS 'C12: secrets of time-based codes and the last time step that was used';

CREATE TABLE auth.recovery_code (
  account_id uuid NOT NULL REFERENCES auth.account,
  code_hash bytea NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (account_id, code_hash)
);
COMMENT ON TABLE auth.recovery_code IS 'C12: hashes of single-use codes that stand in for a lost authenticator';

CREATE TABLE auth.ceremony (
  id uuid PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('sign-in', 're-entry', 'add-passkey', 'authenticator')),
  challenge text NOT NULL,
  account_id uuid,
  session_id uuid,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX ceremony_expiry ON auth.ceremony (expires_at);
COMMENT ON TABLE auth.ceremony IS 'C12: challenges given out, each good for one answer within five minutes';

CREATE TABLE auth.email_address (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES auth.account,
  address text NOT NULL,
  in_force_from timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX email_address_known ON auth.email_address (address);
COMMENT ON TABLE auth.email_address IS 'C0: confirmed addresses that codes are sent to';

CREATE TABLE auth.email_code (
  handle_hash bytea PRIMARY KEY,
  code_hash bytea NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('sign-in', 're-entry', 'address')),
  account_id uuid,
  address text NOT NULL,
  tries int NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX email_code_expiry ON auth.email_code (expires_at);
COMMENT ON TABLE auth.email_code IS 'C12: codes sent by e-mail, hashed together with a secret only the asking browser holds';

CREATE TABLE auth.attempt (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  subject bytea,
  network text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  succeeded_at timestamptz
);
CREATE INDEX attempt_on_subject ON auth.attempt (subject, at);
CREATE INDEX attempt_from_network ON auth.attempt (network, at);
CREATE INDEX attempt_age ON auth.attempt (at);
COMMENT ON TABLE auth.attempt IS 'C12: tries to sign in, for the limits; kept a day, names only as hashes';

CREATE TABLE auth.account_decision (
  center_id uuid NOT NULL,
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES auth.account,
  kind text NOT NULL CHECK (kind IN
    ('opened', 'invited', 'role-given', 'role-ended', 'deactivated', 'reactivated', 'enrolled')),
  role text,
  why text,
  by_account uuid,
  by_actor text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX decision_on_account ON auth.account_decision (account_id, at);
COMMENT ON TABLE auth.account_decision IS 'C12: who opened, invited, changed or ended an account; never changed';

-- Claims are dead, too, while the session is locked, idle too long, or still setting up its sign-in.
CREATE OR REPLACE FUNCTION sec.claims() RETURNS sec.claim
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
  ELSIF found.role NOT IN ('import', 'setup', 'planner', 'outbox', 'sign-in') THEN
    IF NOT EXISTS (
      SELECT FROM auth.session s JOIN auth.account a ON a.id = s.account_id
      JOIN auth.account_role r ON r.account_id = s.account_id AND r.role = s.role
      WHERE s.id = found.session AND s.account_id = found.uid AND s.role = found.role AND s.center_id = found.center
        AND s.revoked_at IS NULL AND s.expires_at > now() AND a.deactivated_at IS NULL AND r.ended_at IS NULL
        AND s.locked_at IS NULL AND NOT s.enrolment_due
        AND (s.idle_limit IS NULL OR s.last_seen_at > now() - s.idle_limit)
    ) THEN RETURN NULL; END IF;
  END IF;
  RETURN found;
END $$;

-- Whether this session entered its passkey, or password and code, within the last 5 minutes.
CREATE FUNCTION sec.stepped_up() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM auth.session s
    WHERE s.id = (sec.claims()).session AND s.stepped_up_at > now() - interval '5 minutes')
$$;

-- The claims of the sign-in actor; anybody else is refused.
CREATE FUNCTION auth.vouched() RETURNS sec.claim
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF me.role IS DISTINCT FROM 'sign-in' THEN RAISE EXCEPTION 'not available' USING ERRCODE = '42501'; END IF;
  RETURN me;
END $$;

-- The live session the sign-in actor acts in (it may be locked or setting up its sign-in); refused when there is none.
CREATE FUNCTION auth.own_session() RETURNS auth.session
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
  found auth.session;
BEGIN
  SELECT s.* INTO found FROM auth.session s JOIN auth.account a ON a.id = s.account_id
  WHERE s.id = me.session AND s.account_id = me.uid AND s.revoked_at IS NULL AND s.expires_at > now()
    AND a.deactivated_at IS NULL;
  IF found.id IS NULL THEN RAISE EXCEPTION 'not available' USING ERRCODE = '42501'; END IF;
  RETURN found;
END $$;

-- People who work here lock after 15 idle minutes; phones of participants and supporters after 10.
CREATE FUNCTION auth.idle_limit(acting text) RETURNS interval
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT CASE WHEN acting IN ('participant', 'supporter') THEN interval '10 minutes' ELSE interval '15 minutes' END
$$;

CREATE FUNCTION auth.has_credential(account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM auth.passkey k WHERE k.account_id = account AND k.removed_at IS NULL)
      OR EXISTS (SELECT FROM auth.password p WHERE p.account_id = account)
      OR EXISTS (SELECT FROM auth.email_address e WHERE e.account_id = account AND e.in_force_from <= now()
                 AND (e.ended_at IS NULL OR e.ended_at > now()))
$$;

-- Sessions ----------------------------------------------------------------------------------------------------------

DROP FUNCTION auth.find_session(bytea);
CREATE FUNCTION auth.find_session(hash bytea)
RETURNS TABLE (center_id uuid, session_id uuid, account_id uuid, role text, display_name text, staff_id uuid,
               participant_id uuid, state text, stepped_up_until timestamptz, expires_at timestamptz, opened_by text,
               lock_after int, seen_lately boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.center_id, s.id, a.id, s.role, a.display_name, a.staff_id, a.participant_id,
    CASE WHEN s.locked_at IS NOT NULL OR s.last_seen_at <= now() - s.idle_limit THEN 'locked'
         WHEN s.enrolment_due THEN 'enrolling' ELSE 'open' END,
    CASE WHEN s.stepped_up_at > now() - interval '5 minutes' THEN s.stepped_up_at + interval '5 minutes' END,
    s.expires_at, s.opened_by, extract(epoch FROM s.idle_limit)::int,
    s.last_seen_at > now() - interval '30 seconds'
  FROM auth.session s JOIN auth.account a ON a.id = s.account_id
  JOIN auth.account_role r ON r.account_id = s.account_id AND r.role = s.role
  WHERE s.token_hash = hash AND s.revoked_at IS NULL AND s.expires_at > now() AND a.deactivated_at IS NULL
    AND r.ended_at IS NULL
$$;

-- Activity: moves the idle lock ahead; a session that is locked already stays so.
CREATE FUNCTION auth.touch_session(hash bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE auth.session s SET last_seen_at = now() WHERE s.token_hash = hash AND s.revoked_at IS NULL
    AND s.locked_at IS NULL AND (s.idle_limit IS NULL OR s.last_seen_at > now() - s.idle_limit)
$$;

DROP FUNCTION auth.open_demo_session(uuid, uuid, text, bytea, timestamptz);
CREATE FUNCTION auth.open_demo_session(session_id uuid, account uuid, chosen_role text, hash bytea,
                                       until timestamptz, device text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH made AS (
    INSERT INTO auth.session (center_id, id, account_id, role, token_hash, expires_at, opened_by, device, idle_limit,
                              stepped_up_at)
    SELECT a.center_id, session_id, a.id, r.role, hash, until, 'demo', device, auth.idle_limit(r.role), now()
    FROM auth.account a JOIN auth.account_role r ON r.account_id = a.id JOIN evenkeel.center c ON c.id = a.center_id
    WHERE a.id = account AND r.role = chosen_role AND c.demo AND a.deactivated_at IS NULL AND r.ended_at IS NULL
    RETURNING 1)
  SELECT EXISTS (SELECT FROM made)
$$;

CREATE OR REPLACE FUNCTION auth.demo_people()
RETURNS TABLE (center_name text, account_id uuid, code text, display_name text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.name, a.id, a.code, a.display_name, r.role
  FROM evenkeel.center c JOIN auth.account a ON a.center_id = c.id JOIN auth.account_role r ON r.account_id = a.id
  WHERE c.demo AND a.deactivated_at IS NULL AND r.ended_at IS NULL ORDER BY a.created_at, a.id
$$;

-- Staff who come by a link first set up a passkey or a password with an authenticator. A participant without any way to
-- re-enter keeps an unlocked session: a lock would only send them for another link.
DROP FUNCTION auth.accept_invitation(bytea, uuid, bytea, timestamptz);
CREATE FUNCTION auth.accept_invitation(invitation bytea, session_id uuid, hash bytea, until timestamptz, device text)
RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH used AS (
    UPDATE auth.invitation i SET used_at = now() FROM auth.account a, auth.account_role r
    WHERE i.token_hash = invitation AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
      AND a.id = i.account_id AND a.deactivated_at IS NULL
      AND r.account_id = i.account_id AND r.role = i.role AND r.ended_at IS NULL
    RETURNING i.center_id, i.account_id, i.role),
  made AS (
    INSERT INTO auth.session (center_id, id, account_id, role, token_hash, expires_at, opened_by, device, idle_limit,
                              enrolment_due)
    SELECT center_id, session_id, account_id, role, hash, until, 'invitation', device,
      CASE WHEN role NOT IN ('participant', 'supporter') OR auth.has_credential(account_id)
           THEN auth.idle_limit(role) END,
      role NOT IN ('participant', 'supporter')
    FROM used RETURNING 1)
  SELECT EXISTS (SELECT FROM made)
$$;

-- A session for the account the server vouches for, in the role it last acted in. By e-mail only for participants and
-- supporters; by password only with an authenticator.
CREATE FUNCTION auth.open_session(method text, session_id uuid, given_hash bytea, until timestamptz, given_device text)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
  acting text;
BEGIN
  SELECT r.role INTO acting FROM auth.account_role r JOIN auth.account a ON a.id = r.account_id
  LEFT JOIN LATERAL (SELECT s.role FROM auth.session s WHERE s.account_id = r.account_id AND s.role = r.role
                     ORDER BY s.created_at DESC LIMIT 1) before ON true
  WHERE r.account_id = me.uid AND r.ended_at IS NULL AND a.deactivated_at IS NULL
    AND (method <> 'email-code' OR r.role IN ('participant', 'supporter'))
    AND (method <> 'password' OR EXISTS (SELECT FROM auth.authenticator t WHERE t.account_id = me.uid))
  ORDER BY (SELECT max(s.created_at) FROM auth.session s WHERE s.account_id = r.account_id AND s.role = r.role)
    DESC NULLS LAST, r.given_at, r.role LIMIT 1;
  IF acting IS NULL THEN RETURN false; END IF;
  INSERT INTO auth.session (center_id, id, account_id, role, token_hash, expires_at, opened_by, device, idle_limit,
                            stepped_up_at)
  SELECT a.center_id, session_id, a.id, acting, given_hash, until, method, given_device, auth.idle_limit(acting), now()
  FROM auth.account a WHERE a.id = me.uid;
  RETURN true;
END $$;

-- How the own session may be re-entered, and what its account has.
CREATE FUNCTION auth.own_ways()
RETURNS TABLE (roles text[], passkeys int, has_password boolean, recovery_codes int, sign_in_name text,
               email text, email_pending text, display_name text, center_name text, time_zone text, demo boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
BEGIN
  RETURN QUERY SELECT
    ARRAY(SELECT r.role FROM auth.account_role r WHERE r.account_id = mine.account_id AND r.ended_at IS NULL ORDER BY 1),
    (SELECT count(*)::int FROM auth.passkey k WHERE k.account_id = mine.account_id AND k.removed_at IS NULL),
    EXISTS (SELECT FROM auth.password p WHERE p.account_id = mine.account_id),
    (SELECT count(*)::int FROM auth.recovery_code c WHERE c.account_id = mine.account_id AND c.used_at IS NULL),
    a.sign_in_name,
    (SELECT e.address FROM auth.email_address e WHERE e.account_id = mine.account_id AND e.in_force_from <= now()
     AND (e.ended_at IS NULL OR e.ended_at > now()) LIMIT 1),
    (SELECT e.address FROM auth.email_address e WHERE e.account_id = mine.account_id AND e.in_force_from > now()
     AND e.ended_at IS NULL LIMIT 1),
    a.display_name, c.name, c.time_zone, c.demo
  FROM auth.account a JOIN evenkeel.center c ON c.id = a.center_id WHERE a.id = mine.account_id;
END $$;

CREATE FUNCTION auth.own_sessions()
RETURNS TABLE (id uuid, device text, role text, opened_by text, created_at timestamptz, last_seen_at timestamptz,
               here boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
BEGIN
  RETURN QUERY SELECT s.id, s.device, s.role, s.opened_by, s.created_at, s.last_seen_at, s.id = mine.id
  FROM auth.session s WHERE s.account_id = mine.account_id AND s.revoked_at IS NULL AND s.expires_at > now()
  ORDER BY s.last_seen_at DESC;
END $$;

-- One other session of the own account, or all others without a name; returns how many ended.
CREATE FUNCTION auth.end_own_sessions(one uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
  ended int;
BEGIN
  UPDATE auth.session s SET revoked_at = now() WHERE s.account_id = mine.account_id AND s.revoked_at IS NULL
    AND CASE WHEN one IS NULL THEN s.id <> mine.id ELSE s.id = one END;
  GET DIAGNOSTICS ended = ROW_COUNT;
  RETURN ended;
END $$;

CREATE FUNCTION auth.lock_own_session() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
BEGIN
  UPDATE auth.session s SET locked_at = now() WHERE s.id = mine.id AND s.locked_at IS NULL AND s.idle_limit IS NOT NULL;
END $$;

-- The person of this session proved themselves again: it opens, and with `step_up` the five minutes begin.
CREATE FUNCTION auth.reopen_own_session(step_up boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
BEGIN
  UPDATE auth.session s SET locked_at = NULL, last_seen_at = now(),
    stepped_up_at = CASE WHEN step_up THEN now() ELSE s.stepped_up_at END
  WHERE s.id = mine.id;
END $$;

-- A change of rights gets a new token, so that one copied before is worth nothing. The old step-up ends with the role.
CREATE FUNCTION auth.switch_role(chosen text, new_hash bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
  made int;
BEGIN
  UPDATE auth.session s SET role = chosen, token_hash = new_hash, idle_limit = auth.idle_limit(chosen), stepped_up_at = NULL
  WHERE s.id = mine.id AND NOT s.enrolment_due AND s.locked_at IS NULL
    AND EXISTS (SELECT FROM auth.account_role r WHERE r.account_id = s.account_id AND r.role = chosen AND r.ended_at IS NULL);
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made = 1;
END $$;

-- After the first passkey or password: the session opens, under a new token, and locks from now on.
CREATE FUNCTION auth.finish_enrolment(new_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
BEGIN
  IF NOT auth.has_credential(mine.account_id) THEN RAISE EXCEPTION 'not available' USING ERRCODE = '42501'; END IF;
  UPDATE auth.session s SET enrolment_due = false, token_hash = new_hash, idle_limit = auth.idle_limit(s.role),
    stepped_up_at = CASE WHEN mine.enrolment_due THEN now() ELSE coalesce(s.stepped_up_at, now()) END,
    last_seen_at = now() WHERE s.id = mine.id;
  IF mine.enrolment_due THEN
    INSERT INTO auth.account_decision (center_id, account_id, kind, by_account, by_actor)
    VALUES (mine.center_id, mine.account_id, 'enrolled', mine.account_id, mine.role);
  END IF;
END $$;

-- Limits ------------------------------------------------------------------------------------------------------------

-- Counted before the answer is checked, so that parallel guesses cannot pass together. NULL subject: only the network counts.
CREATE FUNCTION auth.begin_attempt(attempt uuid, given_kind text, given_subject bytea, given_network text,
                                   most_on_subject int, most_from_network int) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(given_network, 4181));
  IF given_subject IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock(hashtextextended(encode(given_subject, 'hex'), 4182));
  END IF;
  DELETE FROM auth.attempt a WHERE a.at < now() - interval '1 day';
  INSERT INTO auth.attempt (id, kind, subject, network) VALUES (attempt, given_kind, given_subject, given_network);
  RETURN (SELECT count(*) FROM auth.attempt a WHERE a.network = given_network AND a.kind = given_kind
          AND a.succeeded_at IS NULL AND a.at > now() - interval '15 minutes') <= most_from_network
     AND (given_subject IS NULL OR (SELECT count(*) FROM auth.attempt a WHERE a.subject = given_subject
          AND a.kind = given_kind AND a.succeeded_at IS NULL AND a.at > now() - interval '15 minutes') <= most_on_subject);
END $$;

CREATE FUNCTION auth.attempt_succeeded(attempt uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
BEGIN
  UPDATE auth.attempt a SET succeeded_at = now() WHERE a.id = attempt;
END $$;

-- Passwords, authenticators, recovery codes -------------------------------------------------------------------------

CREATE FUNCTION auth.password_of(name text)
RETURNS TABLE (account_id uuid, center_id uuid, hash text, secret text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
BEGIN
  RETURN QUERY SELECT a.id, a.center_id, p.hash, t.secret FROM auth.account a JOIN auth.password p ON p.account_id = a.id
  JOIN auth.authenticator t ON t.account_id = a.id
  WHERE a.deactivated_at IS NULL AND CASE WHEN name IS NULL THEN a.id = (auth.own_session()).account_id
                                          ELSE a.sign_in_name = name END;
END $$;

-- The account's name at sign-in comes from the center's code; a number is added where another account has it.
CREATE FUNCTION auth.store_password(new_hash text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
  wanted text;
  chosen text;
  n int := 1;
BEGIN
  IF mine.role IN ('participant', 'supporter') THEN RAISE EXCEPTION 'not available' USING ERRCODE = '42501'; END IF;
  INSERT INTO auth.password (account_id, hash) VALUES (mine.account_id, new_hash)
  ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, changed_at = now();
  SELECT a.sign_in_name, coalesce(nullif(regexp_replace(lower(regexp_replace(a.code, '^.*/', '')), '[^a-z0-9.-]', '', 'g'), ''), 'person')
  INTO chosen, wanted FROM auth.account a WHERE a.id = mine.account_id;
  IF chosen IS NULL THEN
    PERFORM pg_advisory_xact_lock(4183);
    chosen := wanted;
    WHILE EXISTS (SELECT FROM auth.account a WHERE a.sign_in_name = chosen) LOOP
      n := n + 1;
      chosen := wanted || n;
    END LOOP;
    UPDATE auth.account a SET sign_in_name = chosen WHERE a.id = mine.account_id;
  END IF;
  UPDATE auth.session s SET revoked_at = now()
  WHERE s.account_id = mine.account_id AND s.id <> mine.id AND s.revoked_at IS NULL;
  RETURN chosen;
END $$;

-- The same password under newer parameters, while signing in with it.
CREATE FUNCTION auth.rehash_password(old_hash text, new_hash text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
BEGIN
  UPDATE auth.password p SET hash = new_hash WHERE p.account_id = me.uid AND p.hash = old_hash;
END $$;

CREATE FUNCTION auth.store_authenticator(new_secret text, step bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
BEGIN
  INSERT INTO auth.authenticator (account_id, secret, last_step) VALUES (mine.account_id, new_secret, step)
  ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step, confirmed_at = now();
END $$;

CREATE FUNCTION auth.store_recovery_codes(hashes bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
BEGIN
  DELETE FROM auth.recovery_code c WHERE c.account_id = mine.account_id;
  INSERT INTO auth.recovery_code (account_id, code_hash) SELECT mine.account_id, unnest(hashes);
END $$;

-- A time step counts once: the code of the same or an earlier step is refused (NIST SP 800-63B-4, replay resistance).
CREATE FUNCTION auth.use_code_step(step bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
  used int;
BEGIN
  UPDATE auth.authenticator t SET last_step = step WHERE t.account_id = me.uid AND t.last_step < step;
  GET DIAGNOSTICS used = ROW_COUNT;
  RETURN used = 1;
END $$;

CREATE FUNCTION auth.use_recovery_code(given bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
  used int;
BEGIN
  UPDATE auth.recovery_code c SET used_at = now()
  WHERE c.account_id = me.uid AND c.code_hash = given AND c.used_at IS NULL;
  GET DIAGNOSTICS used = ROW_COUNT;
  RETURN used = 1;
END $$;

-- Passkeys ----------------------------------------------------------------------------------------------------------

CREATE FUNCTION auth.begin_ceremony(ceremony uuid, given_purpose text, given_challenge text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
BEGIN
  DELETE FROM auth.ceremony c WHERE c.expires_at < now() - interval '1 hour';
  INSERT INTO auth.ceremony (id, purpose, challenge, account_id, session_id, expires_at)
  VALUES (ceremony, given_purpose, given_challenge, me.uid, me.session, now() + interval '5 minutes');
END $$;

-- The challenge, once, to the session that asked for it; NULL afterwards.
CREATE FUNCTION auth.take_ceremony(ceremony uuid, wanted_purpose text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
  found text;
BEGIN
  UPDATE auth.ceremony c SET used_at = now()
  WHERE c.id = ceremony AND c.purpose = wanted_purpose AND c.used_at IS NULL AND c.expires_at > now()
    AND c.account_id IS NOT DISTINCT FROM me.uid AND c.session_id IS NOT DISTINCT FROM me.session
  RETURNING c.challenge INTO found;
  RETURN found;
END $$;

CREATE FUNCTION auth.passkey_of(credential text)
RETURNS TABLE (account_id uuid, center_id uuid, public_key bytea, counter bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
BEGIN
  RETURN QUERY SELECT k.account_id, a.center_id, k.public_key, k.counter
  FROM auth.passkey k JOIN auth.account a ON a.id = k.account_id
  WHERE k.credential_id = credential AND k.removed_at IS NULL AND a.deactivated_at IS NULL
    AND (me.uid IS NULL OR k.account_id = me.uid);
END $$;

-- A counter that did not grow is a copied key or a replay; keys that do not count stay at zero (WebAuthn 6.1.1).
CREATE FUNCTION auth.use_passkey(credential text, new_counter bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
  used int;
BEGIN
  UPDATE auth.passkey k SET counter = new_counter, last_used_at = now()
  WHERE k.credential_id = credential AND k.account_id = me.uid AND k.removed_at IS NULL
    AND (new_counter > k.counter OR (new_counter = 0 AND k.counter = 0));
  GET DIAGNOSTICS used = ROW_COUNT;
  RETURN used = 1;
END $$;

CREATE FUNCTION auth.own_passkeys()
RETURNS TABLE (id uuid, credential_id text, transports text[], name text, created_at timestamptz, last_used_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
BEGIN
  RETURN QUERY SELECT k.id, k.credential_id, k.transports, k.name, k.created_at, k.last_used_at
  FROM auth.passkey k WHERE k.account_id = mine.account_id AND k.removed_at IS NULL ORDER BY k.created_at;
END $$;

CREATE FUNCTION auth.add_passkey(passkey uuid, credential text, key bytea, given_counter bigint, given_transports text[],
                                 given_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
BEGIN
  INSERT INTO auth.passkey (id, account_id, credential_id, public_key, counter, transports, name)
  VALUES (passkey, mine.account_id, credential, key, given_counter, given_transports, given_name);
END $$;

-- 'absent' for another account's too; the last way to sign in stays, under a lock so that two removals cannot both pass.
CREATE FUNCTION auth.remove_passkey(passkey uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
BEGIN
  PERFORM FROM auth.account a WHERE a.id = mine.account_id FOR UPDATE;
  UPDATE auth.passkey k SET removed_at = now()
  WHERE k.id = passkey AND k.account_id = mine.account_id AND k.removed_at IS NULL;
  IF NOT FOUND THEN RETURN 'absent'; END IF;
  IF auth.has_credential(mine.account_id) THEN RETURN 'done'; END IF;
  UPDATE auth.passkey k SET removed_at = NULL WHERE k.id = passkey;
  RETURN 'last-credential';
END $$;

-- Codes by e-mail ---------------------------------------------------------------------------------------------------

-- Stores a code and returns the address to send it to, or NULL. The same rows are written for an unknown address.
CREATE FUNCTION auth.begin_email_code(given_handle bytea, given_code bytea, given_purpose text, given_address text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
  receiver uuid;
  target text := given_address;
BEGIN
  IF given_purpose = 'address' THEN
    receiver := (auth.own_session()).account_id;
  ELSE
    SELECT e.account_id, e.address INTO receiver, target FROM auth.email_address e
    JOIN auth.account a ON a.id = e.account_id AND a.deactivated_at IS NULL
    WHERE e.in_force_from <= now() AND (e.ended_at IS NULL OR e.ended_at > now())
      AND CASE WHEN given_purpose = 're-entry' THEN e.account_id = (auth.own_session()).account_id
               ELSE e.address = given_address END
      AND EXISTS (SELECT FROM auth.account_role r WHERE r.account_id = e.account_id AND r.ended_at IS NULL
                  AND r.role IN ('participant', 'supporter')) LIMIT 1;
  END IF;
  DELETE FROM auth.email_code c WHERE c.expires_at < now() - interval '1 hour';
  INSERT INTO auth.email_code (handle_hash, code_hash, purpose, account_id, address, expires_at)
  VALUES (given_handle, given_code, given_purpose, receiver, coalesce(target, given_address, ''), now() + interval '10 minutes');
  RETURN CASE WHEN receiver IS NOT NULL THEN target END;
END $$;

-- Five tries, counted before they are compared; the account that may come in, or NULL.
CREATE FUNCTION auth.try_email_code(given_handle bytea, given_code bytea, wanted_purpose text)
RETURNS TABLE (account_id uuid, center_id uuid, address text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.vouched();
  found auth.email_code;
BEGIN
  UPDATE auth.email_code c SET tries = c.tries + 1
  WHERE c.handle_hash = given_handle AND c.purpose = wanted_purpose AND c.used_at IS NULL AND c.tries < 5
    AND c.expires_at > now() RETURNING c.* INTO found;
  IF found.account_id IS NULL OR found.code_hash <> given_code THEN RETURN; END IF;
  IF me.uid IS NOT NULL AND me.uid <> found.account_id THEN RETURN; END IF;
  UPDATE auth.email_code c SET used_at = now() WHERE c.handle_hash = given_handle;
  RETURN QUERY SELECT a.id, a.center_id, found.address FROM auth.account a WHERE a.id = found.account_id;
END $$;

-- The first address counts at once; a change after 24 hours, while the old address gets a notice (trust.md 4.2, note 1).
-- An address belongs to one account; no row when another has it.
CREATE FUNCTION auth.put_email(address_id uuid, given_address text) RETURNS TABLE (in_force_from timestamptz, notify text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
  old text;
  begins timestamptz := now();
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(given_address, 4184));
  IF EXISTS (SELECT FROM auth.email_address e WHERE e.address = given_address AND e.account_id <> mine.account_id
             AND (e.ended_at IS NULL OR e.ended_at > now())) THEN RETURN; END IF;
  UPDATE auth.email_address e SET ended_at = now()
  WHERE e.account_id = mine.account_id AND e.in_force_from > now() AND (e.ended_at IS NULL OR e.ended_at > now());
  SELECT e.address INTO old FROM auth.email_address e
  WHERE e.account_id = mine.account_id AND e.in_force_from <= now() AND (e.ended_at IS NULL OR e.ended_at > now()) LIMIT 1;
  IF old IS NOT NULL THEN
    begins := now() + interval '24 hours';
    UPDATE auth.email_address e SET ended_at = begins
    WHERE e.account_id = mine.account_id AND e.in_force_from <= now() AND (e.ended_at IS NULL OR e.ended_at > now());
  END IF;
  INSERT INTO auth.email_address (id, account_id, address, in_force_from)
  VALUES (address_id, mine.account_id, given_address, begins);
  RETURN QUERY SELECT begins, old;
END $$;

CREATE FUNCTION auth.end_email() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine auth.session := auth.own_session();
BEGIN
  PERFORM FROM auth.account a WHERE a.id = mine.account_id FOR UPDATE;
  IF NOT EXISTS (SELECT FROM auth.passkey k WHERE k.account_id = mine.account_id AND k.removed_at IS NULL) THEN
    RETURN 'last-credential';
  END IF;
  UPDATE auth.email_address e SET ended_at = now()
  WHERE e.account_id = mine.account_id AND (e.ended_at IS NULL OR e.ended_at > now());
  RETURN 'done';
END $$;

-- Accounts ----------------------------------------------------------------------------------------------------------

-- Administrator or director, within five minutes of a step-up; decisions on accounts of a center wait for each other.
CREATE FUNCTION auth.managing() RETURNS sec.claim
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF me.role IS NULL OR me.role NOT IN ('administrator', 'director') OR NOT sec.stepped_up() THEN
    RAISE EXCEPTION 'not available' USING ERRCODE = '42501';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(me.center::text, 4185));
  RETURN me;
END $$;

-- Accounts of people who work here; participants and supporters never appear: who they are is class C0.
CREATE FUNCTION auth.staff_accounts(of_center uuid)
RETURNS TABLE (id uuid, staff_id uuid, display_name text, sign_in_name text, deactivated_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, a.staff_id, a.display_name, a.sign_in_name, a.deactivated_at FROM auth.account a
  WHERE a.center_id = of_center AND a.participant_id IS NULL AND NOT EXISTS (
    SELECT FROM auth.account_role r WHERE r.account_id = a.id AND r.role IN ('participant', 'supporter'))
$$;

CREATE FUNCTION auth.accounts_here()
RETURNS TABLE (id uuid, staff_id uuid, name text, sign_in_name text, roles text[], enrolled boolean,
               invited_until timestamptz, last_seen_at timestamptz, deactivated_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF me.role IS NULL OR me.role NOT IN ('administrator', 'director') THEN RETURN; END IF;
  RETURN QUERY SELECT a.id, a.staff_id, a.display_name, a.sign_in_name,
    ARRAY(SELECT r.role FROM auth.account_role r WHERE r.account_id = a.id AND r.ended_at IS NULL ORDER BY r.given_at, r.role),
    auth.has_credential(a.id),
    (SELECT max(i.expires_at) FROM auth.invitation i WHERE i.account_id = a.id AND i.used_at IS NULL
     AND i.revoked_at IS NULL AND i.expires_at > now()),
    (SELECT max(s.last_seen_at) FROM auth.session s WHERE s.account_id = a.id),
    a.deactivated_at
  FROM auth.staff_accounts(me.center) a ORDER BY a.deactivated_at NULLS FIRST, a.display_name;
END $$;

CREATE FUNCTION auth.note_decision(of_center uuid, account uuid, given_kind text, given_role text, given_why text)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO auth.account_decision (center_id, account_id, kind, role, why, by_account, by_actor)
  SELECT of_center, account, given_kind, given_role, given_why, me.uid, me.role FROM sec.claims() me
$$;

-- Two people for one thing: nobody gives themselves a role that reads people's data (42 CFR 2.16, minimum access).
CREATE FUNCTION auth.give_role(account uuid, chosen text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.managing();
BEGIN
  IF chosen IN ('participant', 'supporter') OR NOT EXISTS (
    SELECT FROM auth.staff_accounts(me.center) a WHERE a.id = account AND a.deactivated_at IS NULL) THEN RETURN 'absent'; END IF;
  IF account = me.uid AND chosen NOT IN ('administrator', 'director') THEN
    RETURN CASE WHEN auth.managers(me.center, account) > 0 THEN 'own-role' ELSE 'own-role-alone' END;
  END IF;
  INSERT INTO auth.account_role (account_id, role) VALUES (account, chosen)
  ON CONFLICT ON CONSTRAINT account_role_pkey DO UPDATE SET ended_at = NULL, given_at = now()
    WHERE auth.account_role.ended_at IS NOT NULL;
  IF FOUND THEN PERFORM auth.note_decision(me.center, account, 'role-given', chosen, NULL); END IF;
  RETURN 'done';
END $$;

-- How many other active accounts may manage accounts.
CREATE FUNCTION auth.managers(of_center uuid, but uuid) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(DISTINCT a.id)::int FROM auth.account a JOIN auth.account_role r ON r.account_id = a.id
  WHERE a.center_id = of_center AND a.id <> but AND a.deactivated_at IS NULL AND r.ended_at IS NULL
    AND r.role IN ('administrator', 'director')
$$;

CREATE FUNCTION auth.end_role(account uuid, chosen text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.managing();
BEGIN
  IF NOT EXISTS (SELECT FROM auth.staff_accounts(me.center) a JOIN auth.account_role r ON r.account_id = a.id
                 WHERE a.id = account AND r.role = chosen AND r.ended_at IS NULL) THEN RETURN 'absent'; END IF;
  IF (SELECT count(*) FROM auth.account_role r WHERE r.account_id = account AND r.ended_at IS NULL) = 1 THEN
    RETURN 'last-role';
  END IF;
  IF chosen = 'administrator' AND auth.administrators(me.center, account) = 0 THEN RETURN 'last-administrator'; END IF;
  UPDATE auth.account_role r SET ended_at = now() WHERE r.account_id = account AND r.role = chosen;
  UPDATE auth.session s SET revoked_at = now()
  WHERE s.account_id = account AND s.role = chosen AND s.revoked_at IS NULL;
  UPDATE auth.invitation i SET revoked_at = now()
  WHERE i.account_id = account AND i.role = chosen AND i.used_at IS NULL AND i.revoked_at IS NULL;
  PERFORM auth.note_decision(me.center, account, 'role-ended', chosen, NULL);
  RETURN 'done';
END $$;

CREATE FUNCTION auth.administrators(of_center uuid, but uuid) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(*)::int FROM auth.account a JOIN auth.account_role r ON r.account_id = a.id
  WHERE a.center_id = of_center AND a.id <> but AND a.deactivated_at IS NULL AND r.ended_at IS NULL
    AND r.role = 'administrator'
$$;

-- Everything by which an account reaches anything ends here, in the caller's transaction.
CREATE FUNCTION auth.end_access(account uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE auth.account a SET deactivated_at = now() WHERE a.id = account AND a.deactivated_at IS NULL;
  UPDATE auth.session s SET revoked_at = now() WHERE s.account_id = account AND s.revoked_at IS NULL;
  UPDATE auth.invitation i SET revoked_at = now()
  WHERE i.account_id = account AND i.used_at IS NULL AND i.revoked_at IS NULL;
  UPDATE auth.passkey k SET removed_at = now() WHERE k.account_id = account AND k.removed_at IS NULL;
  UPDATE auth.email_address e SET ended_at = now() WHERE e.account_id = account AND (e.ended_at IS NULL OR e.ended_at > now());
  DELETE FROM auth.password p WHERE p.account_id = account;
  DELETE FROM auth.authenticator t WHERE t.account_id = account;
  DELETE FROM auth.recovery_code c WHERE c.account_id = account;
  UPDATE auth.feed f SET revoked_at = now() FROM auth.account a
  WHERE a.id = account AND f.center_id = a.center_id AND f.participant_id = a.participant_id AND f.revoked_at IS NULL;
  UPDATE evenkeel.break_glass b SET closed_at = now()
  WHERE b.account_id = account AND b.closed_at IS NULL AND b.expires_at > now();
END $$;

CREATE FUNCTION auth.deactivate_account(account uuid, given_why text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.managing();
BEGIN
  IF NOT EXISTS (SELECT FROM auth.staff_accounts(me.center) a WHERE a.id = account AND a.deactivated_at IS NULL) THEN
    RETURN 'absent';
  END IF;
  IF auth.administrators(me.center, account) = 0 AND EXISTS (SELECT FROM auth.account_role r
      WHERE r.account_id = account AND r.role = 'administrator' AND r.ended_at IS NULL) THEN
    RETURN 'last-administrator';
  END IF;
  PERFORM auth.note_decision(me.center, account, 'deactivated', NULL, given_why);
  PERFORM auth.end_access(account);
  RETURN 'done';
END $$;

-- The account may be invited again; nothing of its former sign-in comes back.
CREATE FUNCTION auth.reactivate_account(account uuid, given_why text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.managing();
BEGIN
  IF account = me.uid OR NOT EXISTS (
    SELECT FROM auth.staff_accounts(me.center) a WHERE a.id = account AND a.deactivated_at IS NOT NULL) THEN
    RETURN 'absent';
  END IF;
  UPDATE auth.account a SET deactivated_at = NULL WHERE a.id = account;
  PERFORM auth.note_decision(me.center, account, 'reactivated', NULL, given_why);
  RETURN 'done';
END $$;

-- An account for somebody of the roster, or for a named person who is not on it (an administrator from outside).
CREATE FUNCTION auth.open_account(account uuid, of_staff uuid, name text, roles text[]) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.managing();
  member_code text;
  member_name text;
BEGIN
  IF roles && ARRAY['participant', 'supporter'] OR cardinality(roles) = 0 THEN RETURN 'absent'; END IF;
  IF of_staff IS NOT NULL THEN
    SELECT t.code, t.name INTO member_code, member_name FROM evenkeel.staff t WHERE t.center_id = me.center AND t.id = of_staff;
    IF member_code IS NULL THEN RETURN 'absent'; END IF;
    IF EXISTS (SELECT FROM auth.account a WHERE a.center_id = me.center AND a.staff_id = of_staff) THEN RETURN 'exists'; END IF;
  END IF;
  INSERT INTO auth.account (center_id, id, code, display_name, staff_id)
  VALUES (me.center, account, coalesce('staff/' || member_code, 'other/' || regexp_replace(lower(name), '[^a-z0-9]+', '.', 'g') || '/' || left(account::text, 8)),
          coalesce(member_name, name), of_staff);
  INSERT INTO auth.account_role (account_id, role) SELECT account, unnest(roles);
  PERFORM auth.note_decision(me.center, account, 'opened', role, NULL) FROM unnest(roles) role;
  RETURN 'done';
END $$;

-- A one-time link for an account of the staff; older links end.
CREATE FUNCTION auth.invite_staff(account uuid, hash bytea, until timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := auth.managing();
  made int;
BEGIN
  UPDATE auth.invitation i SET revoked_at = now()
  WHERE i.account_id = account AND i.center_id = me.center AND i.used_at IS NULL AND i.revoked_at IS NULL;
  INSERT INTO auth.invitation (center_id, token_hash, account_id, role, expires_at)
  SELECT me.center, hash, a.id, r.role, until FROM auth.staff_accounts(me.center) a
  JOIN auth.account_role r ON r.account_id = a.id AND r.ended_at IS NULL
  WHERE a.id = account AND a.deactivated_at IS NULL ORDER BY r.given_at, r.role LIMIT 1;
  GET DIAGNOSTICS made = ROW_COUNT;
  IF made = 1 THEN PERFORM auth.note_decision(me.center, account, 'invited', NULL, NULL); END IF;
  RETURN made = 1;
END $$;

-- A one-time link for a participant, from whoever may write their contact; opens the account when there is none.
CREATE FUNCTION auth.invite_participant(participant uuid, new_account uuid, hash bytea, until timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
  person record;
  found uuid;
BEGIN
  IF NOT coalesce(sec.may('C0', 'w', '', participant), false) THEN RETURN false; END IF;
  SELECT p.code, p.chosen_name INTO person FROM evenkeel.participant p
  WHERE p.center_id = me.center AND p.participant_id = participant;
  IF person.code IS NULL THEN RETURN false; END IF;
  INSERT INTO auth.account (center_id, id, code, display_name, participant_id)
  VALUES (me.center, new_account, 'person/' || person.code, person.chosen_name, participant)
  ON CONFLICT (center_id, code) DO UPDATE SET display_name = excluded.display_name, deactivated_at = NULL
    WHERE auth.account.participant_id = participant RETURNING id INTO found;
  IF found IS NULL THEN RETURN false; END IF;
  INSERT INTO auth.account_role (account_id, role) VALUES (found, 'participant') ON CONFLICT DO NOTHING;
  UPDATE auth.invitation i SET revoked_at = now()
  WHERE i.account_id = found AND i.used_at IS NULL AND i.revoked_at IS NULL;
  INSERT INTO auth.invitation (center_id, token_hash, account_id, role, expires_at)
  VALUES (me.center, hash, found, 'participant', until);
  PERFORM auth.note_decision(me.center, found, 'invited', NULL, NULL);
  RETURN true;
END $$;

-- The same for a supporter whom a consent of this participant names.
CREATE FUNCTION auth.invite_supporter(participant uuid, account uuid, hash bytea, until timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF NOT coalesce(sec.may('C0', 'w', '', participant), false) THEN RETURN false; END IF;
  IF NOT EXISTS (SELECT FROM evenkeel.consent c JOIN auth.account a ON a.id = c.grantee_account
    JOIN auth.account_role r ON r.account_id = a.id AND r.role = 'supporter' AND r.ended_at IS NULL
    WHERE c.center_id = me.center AND c.participant_id = participant AND c.grantee_account = account
      AND a.center_id = me.center AND a.deactivated_at IS NULL) THEN RETURN false; END IF;
  UPDATE auth.invitation i SET revoked_at = now()
  WHERE i.account_id = account AND i.used_at IS NULL AND i.revoked_at IS NULL;
  INSERT INTO auth.invitation (center_id, token_hash, account_id, role, expires_at)
  VALUES (me.center, hash, account, 'supporter', until);
  PERFORM auth.note_decision(me.center, account, 'invited', NULL, NULL);
  RETURN true;
END $$;

CREATE FUNCTION auth.close_participant_account(participant uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
  found uuid;
BEGIN
  IF NOT coalesce(sec.may('C0', 'w', '', participant), false) THEN RETURN false; END IF;
  SELECT a.id INTO found FROM auth.account a
  WHERE a.center_id = me.center AND a.participant_id = participant AND a.deactivated_at IS NULL;
  IF found IS NULL THEN RETURN false; END IF;
  PERFORM auth.note_decision(me.center, found, 'deactivated', NULL, NULL);
  PERFORM auth.end_access(found);
  RETURN true;
END $$;

-- As before, but a role that ended is not invited, and the command line gives an ended role again.
CREATE OR REPLACE FUNCTION auth.invite(account_code text, chosen_role text, hash bytea, until timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
  target uuid;
BEGIN
  IF me.role IS NULL OR me.role NOT IN ('import', 'setup') THEN
    RAISE EXCEPTION 'not available' USING ERRCODE = '42501';
  END IF;
  SELECT a.id INTO target FROM auth.account a JOIN auth.account_role r ON r.account_id = a.id
  WHERE a.center_id = me.center AND a.code = account_code AND r.role = chosen_role AND a.deactivated_at IS NULL;
  IF target IS NULL THEN RETURN false; END IF;
  UPDATE auth.account_role r SET ended_at = NULL, given_at = now()
  WHERE r.account_id = target AND r.role = chosen_role AND r.ended_at IS NOT NULL;
  IF FOUND THEN PERFORM auth.note_decision(me.center, target, 'role-given', chosen_role, NULL); END IF;
  INSERT INTO auth.invitation (center_id, token_hash, account_id, role, expires_at)
  VALUES (me.center, hash, target, chosen_role, until);
  PERFORM auth.note_decision(me.center, target, 'invited', chosen_role, NULL);
  RETURN true;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA auth FROM PUBLIC;
REVOKE ALL ON FUNCTION sec.stepped_up() FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA auth TO evenkeel_app;
GRANT EXECUTE ON FUNCTION sec.stepped_up() TO evenkeel_app;
-- Steps of the functions above, never doors of their own.
REVOKE EXECUTE ON FUNCTION auth.vouched(), auth.own_session(), auth.has_credential(uuid), auth.managing(),
  auth.staff_accounts(uuid), auth.note_decision(uuid, uuid, text, text, text), auth.managers(uuid, uuid),
  auth.administrators(uuid, uuid), auth.end_access(uuid) FROM evenkeel_app;
