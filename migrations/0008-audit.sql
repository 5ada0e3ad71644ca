-- The audit trail (trust.md 4.4): who touched whose record, when, why. It only grows. Entries hold ids, the names of
-- what was asked and nothing else: no words of a record, no names of people.
--
-- Chains 0 to 15 hold what was done with records; an entry goes to the chain of the person it names, or, where it names
-- none or several, to the chain of the actor. Chain 16 holds sign-ins and changes of rights. A transaction appends one
-- entry below 16 as its last statement and those of chain 16 while it commits, so that chains are always locked in
-- ascending order.

CREATE TABLE audit.entry (
  chain int NOT NULL CHECK (chain BETWEEN 0 AND 16),
  number bigint NOT NULL CHECK (number >= 1),
  -- SHA-256 over the hash of the entry before (32 zero bytes for the first) and the body
  hash bytea NOT NULL CHECK (length(hash) = 32),
  -- RFC 8785 JSON, kept as written: what the database makes of jsonb is never hashed
  body bytea NOT NULL,
  -- copied from the body for searching; the verifier compares them
  at timestamptz NOT NULL,
  center_id uuid,
  actor uuid,
  people uuid[] NOT NULL,
  PRIMARY KEY (chain, number)
);
CREATE INDEX entry_in_time ON audit.entry (center_id, at);
CREATE INDEX entry_of_actor ON audit.entry (center_id, actor, at);
CREATE INDEX entry_of_person ON audit.entry USING gin (people);
COMMENT ON TABLE audit.entry IS 'C12: the audit trail, append-only, in 17 hash chains';

CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail only grows' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- A JSON string or null; to_json escapes exactly what RFC 8785 asks for.
CREATE FUNCTION audit.word(value text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$ SELECT coalesce(to_json(value)::text, 'null') $$;

CREATE FUNCTION audit.words(list text[]) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT CASE WHEN cardinality(list) = 0 THEN '[]' ELSE '["' || array_to_string(list, '","') || '"]' END
$$;

-- Appends one entry to a chain. The lock ends with the transaction, so a chain never forks.
CREATE FUNCTION audit.link(
  to_chain int, me sec.claim, what text, verb text, outcome text, people uuid[], objects text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog SET timezone = 'UTC' AS $$
DECLARE
  next_number bigint;
  last_hash bytea;
  moment timestamptz;
  written bytea;
BEGIN
  IF what !~ '^[a-z][a-z.-]{0,79}$' OR verb NOT IN ('read', 'write') OR outcome NOT IN ('done', 'denied')
    OR array_position(people, NULL) IS NOT NULL
    OR EXISTS (SELECT FROM unnest(objects) AS o(id)
      WHERE o.id IS NULL OR o.id !~ '^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2})$') THEN
    RAISE EXCEPTION 'an entry of the audit trail holds ids only' USING ERRCODE = '22023';
  END IF;
  PERFORM pg_advisory_xact_lock(4180, to_chain);
  SELECT e.number + 1, e.hash INTO next_number, last_hash FROM audit.entry e WHERE e.chain = to_chain
  ORDER BY e.number DESC LIMIT 1;
  next_number := coalesce(next_number, 1);
  moment := clock_timestamp();
  -- Members in the order of their names, as RFC 8785 sorts them.
  written := convert_to('{"actor":' || audit.word(me.uid::text)
    || ',"at":"' || to_char(moment, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '","center":' || audit.word(me.center::text)
    || ',"chain":' || to_chain
    || ',"number":' || next_number
    || ',"objects":' || audit.words(objects)
    || ',"outcome":' || audit.word(outcome)
    || ',"people":' || audit.words(people::text[])
    || ',"purpose":' || audit.word(me.purpose)
    || ',"role":' || audit.word(me.role)
    || ',"session":' || audit.word(me.session::text)
    || ',"verb":' || audit.word(verb)
    || ',"what":' || audit.word(what) || '}', 'UTF8');
  INSERT INTO audit.entry (chain, number, hash, body, at, center_id, actor, people)
  VALUES (to_chain, next_number, sha256(coalesce(last_hash, decode(repeat('00', 32), 'hex')) || written), written,
    moment, me.center, me.uid, people);
END $$;

-- The one way in. Who is asking comes from the claims, never from the caller; without live claims nothing commits.
CREATE FUNCTION audit.append(what text, verb text, outcome text, people uuid[], objects text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF me.role IS NULL THEN RAISE EXCEPTION 'not available' USING ERRCODE = '42501'; END IF;
  PERFORM audit.link(
    get_byte(sha256(convert_to(CASE WHEN cardinality(people) = 1 THEN people[1]::text
                                    ELSE coalesce(me.uid::text, me.role) END, 'UTF8')), 0) & 15,
    me, what, verb, outcome, people, objects);
END $$;

-- A sign-in that did not succeed: nobody is known, so nobody is named.
CREATE FUNCTION audit.append_refused_sign_in() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT audit.link(16, ROW(NULL, NULL, 'nobody', NULL, 'sign-in')::sec.claim, 'sign-in.open', 'write', 'denied', '{}', '{}')
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- Sign-ins and changes of rights are recorded by the tables themselves, whoever changes them by whatever function.

-- Whoever is asking or, while somebody signs in or out, the account itself.
CREATE FUNCTION audit.append_change(what text, account uuid, object uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF me.role IS NULL THEN
    SELECT a.id, NULL, 'self', a.center_id, 'sign-in' INTO me FROM auth.account a WHERE a.id = account;
  END IF;
  PERFORM audit.link(16, me, what, 'write', 'done', '{}', ARRAY(SELECT DISTINCT unnest(ARRAY[account, object])::text));
END $$;

CREATE FUNCTION audit.on_session() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM audit.append_change(CASE
    WHEN TG_OP = 'INSERT' THEN 'session.opened'
    WHEN OLD.role <> NEW.role THEN 'session.role-' || NEW.role
    WHEN OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL THEN 'session.ended'
    ELSE 'session.stepped-up' END, NEW.account_id, NEW.id);
  RETURN NULL;
END $$;

CREATE FUNCTION audit.on_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM audit.append_change(CASE
    WHEN TG_OP = 'INSERT' THEN 'account.opened'
    WHEN OLD.deactivated_at IS NULL AND NEW.deactivated_at IS NOT NULL THEN 'account.deactivated'
    WHEN OLD.deactivated_at IS NOT NULL AND NEW.deactivated_at IS NULL THEN 'account.reactivated'
    ELSE 'account.changed' END, NEW.id, NEW.id);
  RETURN NULL;
END $$;

CREATE FUNCTION audit.on_role() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM audit.append_change(
    CASE WHEN NEW.ended_at IS NULL THEN 'role.given-' ELSE 'role.ended-' END || NEW.role, NEW.account_id, NEW.account_id);
  RETURN NULL;
END $$;

CREATE FUNCTION audit.on_invitation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM audit.append_change('invitation.made', NEW.account_id, NEW.account_id);
  RETURN NULL;
END $$;

-- What somebody signs in with: `credential.password-changed`. The first argument says what happened.
CREATE FUNCTION audit.on_credential() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM audit.append_change(
    'credential.' || replace(TG_TABLE_NAME, '_', '-') || '-' || TG_ARGV[0], NEW.account_id, NEW.account_id);
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER recorded AFTER INSERT ON auth.session
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.on_session();
CREATE CONSTRAINT TRIGGER recorded_change AFTER UPDATE ON auth.session
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.role <> NEW.role OR (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL)
    OR OLD.stepped_up_at IS DISTINCT FROM NEW.stepped_up_at)
  EXECUTE FUNCTION audit.on_session();
CREATE CONSTRAINT TRIGGER recorded AFTER INSERT ON auth.account
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.on_account();
CREATE CONSTRAINT TRIGGER recorded_change AFTER UPDATE ON auth.account
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION audit.on_account();
CREATE CONSTRAINT TRIGGER recorded AFTER INSERT ON auth.account_role
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.on_role();
CREATE CONSTRAINT TRIGGER recorded_change AFTER UPDATE ON auth.account_role
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at)
  EXECUTE FUNCTION audit.on_role();
CREATE CONSTRAINT TRIGGER recorded AFTER INSERT ON auth.invitation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.on_invitation();
CREATE CONSTRAINT TRIGGER recorded AFTER INSERT ON auth.passkey
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.on_credential('added');
CREATE CONSTRAINT TRIGGER recorded_change AFTER UPDATE ON auth.passkey
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL)
  EXECUTE FUNCTION audit.on_credential('removed');
CREATE CONSTRAINT TRIGGER recorded AFTER INSERT ON auth.password
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.on_credential('added');
CREATE CONSTRAINT TRIGGER recorded_change AFTER UPDATE ON auth.password
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.hash <> NEW.hash)
  EXECUTE FUNCTION audit.on_credential('changed');
CREATE CONSTRAINT TRIGGER recorded AFTER INSERT ON auth.authenticator
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.on_credential('added');
CREATE CONSTRAINT TRIGGER recorded_change AFTER UPDATE ON auth.authenticator
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.secret <> NEW.secret)
  EXECUTE FUNCTION audit.on_credential('changed');
CREATE CONSTRAINT TRIGGER recorded_change AFTER UPDATE ON auth.recovery_code
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.used_at IS NULL AND NEW.used_at IS NOT NULL)
  EXECUTE FUNCTION audit.on_credential('used');
CREATE CONSTRAINT TRIGGER recorded AFTER INSERT ON auth.email_address
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.on_credential('added');
CREATE CONSTRAINT TRIGGER recorded_change AFTER UPDATE ON auth.email_address
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)
  EXECUTE FUNCTION audit.on_credential('removed');

-- ---------------------------------------------------------------------------------------------------------------
-- Reading.

-- Where each chain stands, for checkpoints. Counts and hashes tell nobody anything.
CREATE FUNCTION audit.heads() RETURNS TABLE (chain int, number bigint, hash bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.chain, coalesce(e.number, 0), coalesce(e.hash, decode(repeat('00', 32), 'hex'))
  FROM generate_series(0, 16) AS c(chain) LEFT JOIN LATERAL (
    SELECT l.number, l.hash FROM audit.entry l WHERE l.chain = c.chain ORDER BY l.number DESC LIMIT 1) e ON true
  ORDER BY 1
$$;

-- Who touched a person's record, newest first, for the person and the privacy officer. What was denied is no access and
-- stays with the privacy officer. Another participant's name is never told. What the family told the team and safety flags
-- are hidden from the person (classes C7 and C8), so that they were read is told without saying what.
CREATE FUNCTION audit.access_log(person uuid, before timestamptz, most int)
RETURNS TABLE (at timestamptz, name text, role text, own boolean, verb text, what text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF NOT coalesce(sec.may('C12', 'r', 'disclosures', person), false)
    OR NOT EXISTS (SELECT FROM evenkeel.participant p WHERE p.center_id = me.center AND p.participant_id = person) THEN
    RAISE EXCEPTION 'not available' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
  SELECT found.at, CASE WHEN a.participant_id IS NULL OR a.participant_id = person THEN a.display_name END,
    found.said->>'role', coalesce(a.participant_id = person, false), found.said->>'verb',
    CASE WHEN me.role = 'participant' AND found.said->>'what' ~ '^(collateral|safety-flag)\.' THEN 'record.used'
         ELSE found.said->>'what' END
  FROM (SELECT e.at, e.actor, convert_from(e.body, 'UTF8')::jsonb AS said FROM audit.entry e
    WHERE e.people @> ARRAY[person] AND e.center_id = me.center AND e.at < before) found
  LEFT JOIN auth.account a ON a.id = found.actor
  WHERE found.said->>'outcome' = 'done'
    AND NOT (me.role = 'participant' AND found.said->>'what' ~ '^(collateral|safety-flag)\.'
      AND (found.said->>'verb' = 'write' OR found.said->>'role' = 'supporter'))
  ORDER BY found.at DESC LIMIT least(most, 1000);
END $$;

-- The whole trail of the center, for the privacy officer: by person, by account, in a span of time, newest first.
CREATE FUNCTION audit.search(person uuid, account uuid, since timestamptz, before timestamptz, most int)
RETURNS TABLE (chain int, number bigint, at timestamptz, actor uuid, name text, people uuid[], said jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF me.role IS DISTINCT FROM 'privacy-officer' THEN RAISE EXCEPTION 'not available' USING ERRCODE = '42501'; END IF;
  RETURN QUERY
  SELECT e.chain, e.number, e.at, e.actor, a.display_name, e.people, convert_from(e.body, 'UTF8')::jsonb
  FROM audit.entry e LEFT JOIN auth.account a ON a.id = e.actor
  WHERE e.center_id = me.center AND e.at >= since AND e.at < before
    AND (person IS NULL OR e.people @> ARRAY[person]) AND (account IS NULL OR e.actor = account)
  ORDER BY e.at DESC, e.chain, e.number DESC LIMIT least(most, 5000);
END $$;

-- Accesses to one person's record without a reason the center knows: no caseload, and no appointment within seven days
-- before or after (with that staff member; for the front desk, who seat everybody, with anybody).
CREATE FUNCTION audit.without_reason(since timestamptz, before timestamptz)
RETURNS TABLE (account uuid, name text, role text, person uuid, times int, first_at timestamptz, last_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET timezone = 'UTC' AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF me.role IS DISTINCT FROM 'privacy-officer' THEN RAISE EXCEPTION 'not available' USING ERRCODE = '42501'; END IF;
  RETURN QUERY
  WITH access AS (
    SELECT e.at, e.people[1] AS touched, a.id, a.display_name, a.staff_id, convert_from(e.body, 'UTF8')::jsonb AS said
    FROM audit.entry e JOIN auth.account a ON a.id = e.actor AND a.participant_id IS NULL
    WHERE e.center_id = me.center AND e.at >= since AND e.at < before AND cardinality(e.people) = 1)
  SELECT x.id, x.display_name, x.said->>'role', x.touched, count(*)::int, min(x.at), max(x.at) FROM access x
  WHERE x.said->>'outcome' = 'done' AND x.said->>'role' <> 'supporter'
    AND NOT EXISTS (SELECT FROM evenkeel.caseload c WHERE c.center_id = me.center AND c.participant_id = x.touched
      AND c.staff_id = x.staff_id AND (c.kind = 'own' OR c.from_date <= x.at::date)
      AND (c.until_date IS NULL OR c.until_date >= x.at::date))
    AND NOT EXISTS (SELECT FROM evenkeel.seat s
      JOIN evenkeel.session m ON m.center_id = s.center_id AND m.id = s.session_id
      WHERE s.center_id = me.center AND s.participant_id = x.touched AND s.withdrawn_at IS NULL
        AND s.starts_at BETWEEN x.at - interval '7 days' AND x.at + interval '7 days'
        AND (x.said->>'role' = 'front-desk' OR m.staff_id = x.staff_id))
  GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 7 DESC;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
GRANT USAGE ON SCHEMA audit TO evenkeel_app;
GRANT EXECUTE ON FUNCTION audit.append(text, text, text, uuid[], text[]), audit.append_refused_sign_in(), audit.heads(),
  audit.access_log(uuid, timestamptz, int), audit.search(uuid, uuid, timestamptz, timestamptz, int),
  audit.without_reason(timestamptz, timestamptz) TO evenkeel_app;
