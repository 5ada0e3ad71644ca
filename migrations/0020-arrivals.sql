-- Arrivals without staff: a tablet at the door, and the six digits a person shows it. And marks told to open boards.

-- A mark on the wrong person is taken back by a mark of its own: then nothing is marked, and the record says what happened.
ALTER TABLE attendance_mark DROP CONSTRAINT attendance_mark_status_check;
ALTER TABLE attendance_mark ADD CONSTRAINT attendance_mark_status_check
  CHECK (status IN ('here', 'late', 'left-early', 'excused', 'no-show', 'remote', 'taken-back'));
ALTER TABLE attendance_mark ADD CONSTRAINT attendance_mark_takes_back_a_mark
  CHECK (status <> 'taken-back' OR (replaces IS NOT NULL AND in_at IS NULL AND out_at IS NULL));

-- Every server hears of a mark the moment it is committed: ids only, each server asks under its readers' claims.
CREATE FUNCTION evenkeel.tell_mark() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_notify('evenkeel_mark', concat_ws(' ', NEW.center_id, NEW.session_id, NEW.participant_id));
  RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT ON attendance_mark FOR EACH ROW EXECUTE FUNCTION evenkeel.tell_mark();

-- A kiosk may do one thing, through the functions below: its claims reach no row.
INSERT INTO sec.matrix (role, class, verb, part, reach) VALUES ('kiosk', 'C1', 'w', 'arrival', 'all');

CREATE TABLE kiosk (
  center_id uuid NOT NULL REFERENCES center,
  id uuid NOT NULL UNIQUE,
  name text NOT NULL CHECK (length(name) BETWEEN 2 AND 60),
  site_id uuid NOT NULL,
  opening_hash bytea UNIQUE CHECK (length(opening_hash) = 32),
  opens_until timestamptz NOT NULL DEFAULT now() + interval '10 minutes',
  token_hash bytea UNIQUE CHECK (length(token_hash) = 32),
  made_at timestamptz NOT NULL DEFAULT now(),
  made_by_name text NOT NULL,
  opened_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (center_id, id),
  FOREIGN KEY (center_id, site_id) REFERENCES site (center_id, id)
);
COMMENT ON TABLE kiosk IS 'C12: tablets at the door; only hashes of the one-time code and of the device''s secret are kept';

CREATE TABLE auth.kiosk_try (
  kiosk_id uuid NOT NULL REFERENCES evenkeel.kiosk (id),
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tried_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX kiosk_try_in_time ON auth.kiosk_try (kiosk_id, tried_at);
COMMENT ON TABLE auth.kiosk_try IS 'C12: codes a kiosk did not know, for a minute; never the code';

ALTER TABLE kiosk ENABLE ROW LEVEL SECURITY;
ALTER TABLE kiosk FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON kiosk TO evenkeel_owner USING (true) WITH CHECK (true);
CREATE POLICY reads ON kiosk FOR SELECT TO evenkeel_app
  USING (center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w')));
CREATE POLICY writes ON kiosk FOR INSERT TO evenkeel_app
  WITH CHECK (center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w')));
CREATE POLICY changes ON kiosk FOR UPDATE TO evenkeel_app
  USING (center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w')));
GRANT SELECT (center_id, id, name, site_id, opens_until, made_at, made_by_name, opened_at, revoked_at) ON kiosk
  TO evenkeel_app;
GRANT INSERT (center_id, id, name, site_id, opening_hash, made_by_name) ON kiosk TO evenkeel_app;
GRANT UPDATE (revoked_at) ON kiosk TO evenkeel_app;

-- Six digits that say nothing about anybody; whoever knows them can say that the person has come, and no more.
CREATE TABLE arrival_code (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[0-9]{6}$'),
  made_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id)
);
CREATE UNIQUE INDEX arrival_code_once ON arrival_code (center_id, code) WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX arrival_code_of_participant ON arrival_code (center_id, participant_id) WHERE withdrawn_at IS NULL;
COMMENT ON TABLE arrival_code IS 'C1: the six digits a person shows at the door; a new code ends the old one';

ALTER TABLE arrival_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE arrival_code FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON arrival_code TO evenkeel_owner USING (true) WITH CHECK (true);
DO $$
BEGIN
  EXECUTE format('CREATE POLICY reads ON arrival_code FOR SELECT TO evenkeel_app USING (%s)', sec.row_rule('C1', 'r', ''));
  EXECUTE format('CREATE POLICY writes ON arrival_code FOR INSERT TO evenkeel_app WITH CHECK (%s)',
    sec.row_rule('C1', 'w', 'request'));
  EXECUTE format('CREATE POLICY changes ON arrival_code FOR UPDATE TO evenkeel_app USING (%s)',
    sec.row_rule('C1', 'w', 'request'));
END $$;
GRANT SELECT, INSERT ON arrival_code TO evenkeel_app;
GRANT UPDATE (withdrawn_at) ON arrival_code TO evenkeel_app;

-- A kiosk's claims are its device's secret, and dead once it is revoked. It is no staff either.
DO $$
DECLARE
  claims text := pg_get_functiondef('sec.claims()'::regprocedure);
  staff text := pg_get_functiondef('sec.is_staff()'::regprocedure);
BEGIN
  IF position('PERFORM FROM auth.session s' IN claims) = 0 THEN RAISE EXCEPTION 'sec.claims() reads no session'; END IF;
  EXECUTE regexp_replace(claims, 'ELSE(\s+PERFORM FROM auth\.session s)', $p$ELSIF words[3] = 'kiosk' THEN
    PERFORM FROM evenkeel.kiosk k WHERE k.id = me.uid AND k.center_id = me.center
      AND k.opened_at IS NOT NULL AND k.revoked_at IS NULL;
  ELSE\1$p$);
  IF position($p$'feed'$p$ IN staff) = 0 THEN RAISE EXCEPTION 'sec.is_staff() does not list who is none'; END IF;
  EXECUTE replace(staff, $p$'feed'$p$, $p$'feed', 'kiosk'$p$);
END $$;

-- The one-time code of the front desk is spent by the device that shows it, which from then on has a secret of its own.
CREATE FUNCTION auth.open_kiosk(opening bytea, token bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE evenkeel.kiosk SET token_hash = token, opening_hash = NULL, opened_at = now()
  WHERE opening_hash = opening AND opens_until > now() AND revoked_at IS NULL;
  RETURN FOUND;
END $$;

CREATE FUNCTION auth.find_kiosk(token bytea) RETURNS TABLE (center_id uuid, kiosk_id uuid, name text, time_zone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT k.center_id, k.id, k.name, c.time_zone FROM evenkeel.kiosk k JOIN evenkeel.center c ON c.id = k.center_id
  WHERE k.token_hash = token AND k.revoked_at IS NULL
$$;

-- Counts a code before it is judged, so that parallel guesses cannot slip through together; NULL once five in a minute
-- were not known.
CREATE FUNCTION auth.begin_arrival() RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
  try uuid;
BEGIN
  IF me.role IS DISTINCT FROM 'kiosk' THEN RETURN NULL; END IF;
  PERFORM FROM evenkeel.kiosk k WHERE k.center_id = me.center AND k.id = me.uid FOR UPDATE;
  DELETE FROM auth.kiosk_try t WHERE t.kiosk_id = me.uid AND t.tried_at < clock_timestamp() - interval '1 minute';
  INSERT INTO auth.kiosk_try (kiosk_id) SELECT me.uid
  WHERE (SELECT count(*) FROM auth.kiosk_try t WHERE t.kiosk_id = me.uid) < 5 RETURNING id INTO try;
  RETURN try;
END $$;

CREATE FUNCTION auth.arrival_known(try uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM auth.kiosk_try t WHERE t.id = try AND t.kiosk_id = (SELECT sec.uid()) AND (SELECT sec.role()) = 'kiosk'
$$;

-- Where this code is expected at this kiosk's site, from 60 minutes before a start until 30 minutes after it.
CREATE FUNCTION evenkeel.expected_at_door(shown text, at timestamptz)
RETURNS TABLE (participant_id uuid, session_id uuid, starts_at timestamptz, ends_at timestamptz, marked boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.participant_id, t.session_id, s.starts_at, s.ends_at, m.marked
  FROM sec.claims() me
  JOIN evenkeel.kiosk k ON k.center_id = me.center AND k.id = me.uid
  JOIN evenkeel.arrival_code c ON c.center_id = me.center AND c.code = shown AND c.withdrawn_at IS NULL
  JOIN evenkeel.seat t ON t.center_id = me.center AND t.participant_id = c.participant_id AND t.withdrawn_at IS NULL
  JOIN evenkeel.session s ON s.center_id = me.center AND s.id = t.session_id AND s.withdrawn_at IS NULL
    AND s.site_id = k.site_id AND NOT s.telehealth
  -- A mark that was taken back is none.
  CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM evenkeel.attendance_mark a WHERE a.center_id = me.center
    AND a.participant_id = t.participant_id AND a.session_id = t.session_id AND a.status <> 'taken-back'
    AND NOT EXISTS (SELECT FROM evenkeel.attendance_mark r WHERE r.center_id = a.center_id
      AND r.participant_id = a.participant_id AND r.replaces = a.id)) AS marked) m
  WHERE me.role = 'kiosk' AND sec.reaches_all('C1', 'w', 'arrival')
    AND s.starts_at BETWEEN expected_at_door.at - interval '30 minutes' AND expected_at_door.at + interval '60 minutes'
    AND s.ends_at > expected_at_door.at
  ORDER BY s.starts_at, t.session_id
$$;

-- The one thing a kiosk writes; the seat is looked up once more, and a mark that stands is never replaced.
CREATE FUNCTION evenkeel.mark_arrival(shown text, mark uuid, session uuid, word text, came timestamptz, at timestamptz)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO evenkeel.attendance_mark
    (center_id, participant_id, id, session_id, status, in_at, way, marked_by, marked_by_name, replaces)
  SELECT k.center_id, e.participant_id, mark, e.session_id, word, came, 'kiosk', k.id, k.name,
    (SELECT a.id FROM evenkeel.attendance_mark a WHERE a.center_id = k.center_id AND a.participant_id = e.participant_id
      AND a.session_id = e.session_id AND NOT EXISTS (SELECT FROM evenkeel.attendance_mark r
        WHERE r.center_id = a.center_id AND r.participant_id = a.participant_id AND r.replaces = a.id))
  FROM evenkeel.expected_at_door(shown, at) e
  JOIN evenkeel.kiosk k ON k.center_id = sec.center() AND k.id = sec.uid()
  WHERE e.session_id = session AND NOT e.marked AND word IN ('here', 'late')
  ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;

REVOKE ALL ON FUNCTION auth.open_kiosk(bytea, bytea), auth.find_kiosk(bytea), auth.begin_arrival(),
  auth.arrival_known(uuid), evenkeel.expected_at_door(text, timestamptz), evenkeel.tell_mark(),
  evenkeel.mark_arrival(text, uuid, uuid, text, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION auth.open_kiosk(bytea, bytea), auth.find_kiosk(bytea), auth.begin_arrival(),
  auth.arrival_known(uuid), evenkeel.expected_at_door(text, timestamptz),
  evenkeel.mark_arrival(text, uuid, uuid, text, timestamptz, timestamptz) TO evenkeel_app;
