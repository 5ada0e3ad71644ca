-- What happened: who was there, from when to when. Marks are never changed; a correction is a new mark that replaces one.

-- Sessions this staff member holds: whoever leads a group marks its members and writes about them, also where they are
-- another counselor's (trust.md 4.2, "same group"). That reaches names, seats, marks and own notes, nothing else of them.
CREATE FUNCTION sec.led_by_me() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF me.role IS NULL OR me.role NOT IN ('counselor', 'prescriber', 'supervisor') THEN RETURN '{}'; END IF;
  RETURN ARRAY(SELECT s.id FROM auth.account a
    JOIN evenkeel.session s ON s.center_id = a.center_id AND s.staff_id = a.staff_id AND s.withdrawn_at IS NULL
    WHERE a.id = me.uid AND a.center_id = me.center);
END $$;

-- People seated in those sessions, without those this account is blocked for.
CREATE FUNCTION sec.in_my_sessions() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  RETURN ARRAY(SELECT DISTINCT t.participant_id FROM evenkeel.seat t
    WHERE t.center_id = me.center AND t.session_id = ANY (sec.led_by_me()) AND t.withdrawn_at IS NULL
      AND t.participant_id <> ALL (sec.blocked_for(me)));
END $$;
REVOKE ALL ON FUNCTION sec.led_by_me(), sec.in_my_sessions() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.led_by_me(), sec.in_my_sessions() TO evenkeel_app;

-- The chosen names of whoever sits in a session the reader holds: no row of theirs, so that nothing else opens with it.
CREATE FUNCTION evenkeel.names_in_my_sessions() RETURNS TABLE (participant_id uuid, chosen_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.participant_id, p.chosen_name FROM evenkeel.participant p
  WHERE p.center_id = (SELECT sec.center()) AND p.participant_id = ANY ((SELECT sec.in_my_sessions())::uuid[])
$$;
REVOKE ALL ON FUNCTION evenkeel.names_in_my_sessions() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION evenkeel.names_in_my_sessions() TO evenkeel_app;

-- And their seats in those sessions.
CREATE POLICY reads_own_group ON seat FOR SELECT TO evenkeel_app
  USING (center_id = (SELECT sec.center()) AND session_id = ANY ((SELECT sec.led_by_me())::uuid[])
    AND participant_id = ANY ((SELECT sec.in_my_sessions())::uuid[]));

CREATE INDEX session_of_staff ON session (center_id, staff_id) WHERE withdrawn_at IS NULL;

CREATE TABLE attendance_mark (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('here', 'late', 'left-early', 'excused', 'no-show', 'remote')),
  in_at timestamptz,
  out_at timestamptz,
  way text NOT NULL CHECK (way IN ('board', 'kiosk')),
  why text CHECK (length(why) BETWEEN 3 AND 300),
  replaces uuid,
  marked_at timestamptz NOT NULL DEFAULT now(),
  marked_by uuid,
  marked_by_name text NOT NULL,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id, session_id) REFERENCES seat (center_id, participant_id, session_id),
  FOREIGN KEY (center_id, participant_id, replaces) REFERENCES attendance_mark (center_id, participant_id, id),
  -- One first mark, and one successor of each: two who mark at the same moment cannot both be the last word.
  CONSTRAINT mark_once UNIQUE NULLS NOT DISTINCT (center_id, participant_id, session_id, replaces),
  CHECK (status NOT IN ('excused', 'no-show') OR (in_at IS NULL AND out_at IS NULL)),
  CHECK (in_at IS NULL OR out_at IS NULL OR in_at < out_at)
);
CREATE INDEX attendance_of_session ON attendance_mark (center_id, session_id);
COMMENT ON TABLE attendance_mark IS 'C1: who attended what, from when to when, as marked by whom; append-only, a correction replaces a mark';

ALTER TABLE attendance_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE attendance_mark FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON attendance_mark TO evenkeel_owner USING (true) WITH CHECK (true);
DO $$
BEGIN
  EXECUTE format($p$CREATE POLICY reads ON attendance_mark FOR SELECT TO evenkeel_app USING ((%s)
    OR (center_id = (SELECT sec.center()) AND session_id = ANY ((SELECT sec.led_by_me())::uuid[])
        AND participant_id = ANY ((SELECT sec.in_my_sessions())::uuid[])))$p$, sec.row_rule('C1', 'r', ''));
  EXECUTE format($p$CREATE POLICY writes ON attendance_mark FOR INSERT TO evenkeel_app WITH CHECK (((%s)
    OR (center_id = (SELECT sec.center()) AND session_id = ANY ((SELECT sec.led_by_me())::uuid[])
        AND participant_id = ANY ((SELECT sec.in_my_sessions())::uuid[])))
    AND marked_by IS NOT DISTINCT FROM (SELECT sec.uid()))$p$, sec.row_rule('C1', 'w', ''));
END $$;
GRANT SELECT, INSERT ON attendance_mark TO evenkeel_app;

-- How the center treats lateness and absence: the same for all, shown to everybody it binds.
CREATE TABLE attendance_rule (
  center_id uuid NOT NULL REFERENCES center,
  version int NOT NULL CHECK (version > 0),
  from_date date NOT NULL,
  late_after_minutes int NOT NULL CHECK (late_after_minutes BETWEEN 0 AND 120),
  missing_after_minutes int NOT NULL CHECK (missing_after_minutes BETWEEN 1 AND 120),
  no_show_after_minutes int NOT NULL CHECK (no_show_after_minutes BETWEEN 5 AND 600),
  words text NOT NULL CHECK (length(words) BETWEEN 10 AND 2000),
  entered_at timestamptz NOT NULL DEFAULT now(),
  entered_by text NOT NULL,
  PRIMARY KEY (center_id, version)
);
COMMENT ON TABLE attendance_rule IS 'configuration: when somebody is late, missing or a no-show; versions by their first day';
ALTER TABLE attendance_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE attendance_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON attendance_rule TO evenkeel_owner USING (true) WITH CHECK (true);
CREATE POLICY reads ON attendance_rule FOR SELECT TO evenkeel_app USING (center_id = (SELECT sec.center()));
CREATE POLICY writes ON attendance_rule FOR INSERT TO evenkeel_app
  WITH CHECK (center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w')));
GRANT SELECT, INSERT ON attendance_rule TO evenkeel_app;
