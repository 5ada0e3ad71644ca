-- People in treatment and their lives. One data class per table (trust.md 4.1), named in its comment.

CREATE TABLE participant (
  center_id uuid NOT NULL REFERENCES center,
  participant_id uuid NOT NULL,
  code text NOT NULL,
  chosen_name text NOT NULL,
  language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'es')),
  PRIMARY KEY (center_id, participant_id),
  UNIQUE (center_id, code)
);
COMMENT ON TABLE participant IS 'C0: a person in treatment: the name they chose and the language they read';

CREATE TABLE episode (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  admitted_on date NOT NULL,
  discharged_on date CHECK (discharged_on >= admitted_on),
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id)
);
COMMENT ON TABLE episode IS 'C1: admission to discharge';

CREATE TABLE participant_site (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  site_id uuid NOT NULL,
  position int NOT NULL CHECK (position >= 1),
  travel_minutes int NOT NULL CHECK (travel_minutes >= 0),
  PRIMARY KEY (center_id, participant_id, site_id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, site_id) REFERENCES site (center_id, id)
);
COMMENT ON TABLE participant_site IS 'C1: sites a person can reach; position 1 is the home site';

CREATE TABLE caseload (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('own', 'cover')),
  from_date date NOT NULL,
  until_date date CHECK (until_date >= from_date),
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, staff_id) REFERENCES staff (center_id, id)
);
CREATE INDEX caseload_of_staff ON caseload (center_id, staff_id);
COMMENT ON TABLE caseload IS 'C1: own counselor and covering counselors';

CREATE TABLE prescription (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  valid_from date NOT NULL,
  weekly_minutes_target int NOT NULL CHECK (weekly_minutes_target >= 0),
  daily_max_minutes int NOT NULL CHECK (daily_max_minutes BETWEEN 0 AND 1440),
  review_on date,
  screens_per_week int NOT NULL DEFAULT 0 CHECK (screens_per_week BETWEEN 0 AND 7),
  prefers text NOT NULL CHECK (prefers IN ('morning', 'afternoon', 'evening', 'none')),
  telehealth boolean NOT NULL,
  template_code text,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id)
);
COMMENT ON TABLE prescription IS 'C1: the dose, append-only; the latest recorded row with the latest valid_from counts';

CREATE TABLE prescribed_service (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  prescription_id uuid NOT NULL,
  service_id uuid NOT NULL,
  sessions_per_week int NOT NULL CHECK (sessions_per_week > 0),
  PRIMARY KEY (center_id, participant_id, prescription_id, service_id),
  FOREIGN KEY (center_id, participant_id, prescription_id) REFERENCES prescription (center_id, participant_id, id),
  FOREIGN KEY (center_id, service_id) REFERENCES service (center_id, id)
);
COMMENT ON TABLE prescribed_service IS 'C1: sessions a week of each service of a prescription';

CREATE TABLE family_time (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  block_id uuid NOT NULL,
  PRIMARY KEY (center_id, participant_id, block_id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, block_id) REFERENCES block (center_id, id)
);
COMMENT ON TABLE family_time IS 'C1: blocks in which the family can come';

CREATE TABLE obligation (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  source text NOT NULL CHECK (source IN ('file', 'calendar', 'screen')),
  import_key text NOT NULL,
  weekday int CHECK (weekday BETWEEN 1 AND 7),
  starts_minute int CHECK (starts_minute BETWEEN 0 AND 1439),
  ends_minute int CHECK (ends_minute > starts_minute AND ends_minute <= starts_minute + 1440),
  valid_from date,
  valid_until date CHECK (valid_until >= valid_from),
  starts_wall timestamp,
  ends_wall timestamp CHECK (ends_wall > starts_wall),
  time_zone text,
  tz_version text,
  starts_at timestamptz,
  ends_at timestamptz,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  CHECK ((weekday IS NOT NULL AND starts_minute IS NOT NULL AND ends_minute IS NOT NULL AND starts_wall IS NULL)
      OR (weekday IS NULL AND starts_wall IS NOT NULL AND ends_wall IS NOT NULL AND time_zone IS NOT NULL
          AND tz_version IS NOT NULL AND starts_at IS NOT NULL AND ends_at IS NOT NULL))
);
CREATE UNIQUE INDEX obligation_once ON obligation (center_id, participant_id, source, import_key)
  WHERE withdrawn_at IS NULL;
CREATE INDEX obligation_in_time ON obligation (center_id, participant_id, starts_at);
CREATE INDEX obligation_by_start ON obligation (center_id, starts_at, ends_at) WHERE withdrawn_at IS NULL;
COMMENT ON TABLE obligation IS
  'C1: when a life is busy: weekly (ends_minute past 1440 runs into the next day) or once (wall time, zone, instant)';

CREATE TABLE obligation_reason (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  obligation_id uuid NOT NULL,
  words text NOT NULL,
  PRIMARY KEY (center_id, participant_id, obligation_id),
  FOREIGN KEY (center_id, participant_id, obligation_id) REFERENCES obligation (center_id, participant_id, id)
);
COMMENT ON TABLE obligation_reason IS 'C5: why a life is busy; read by the person and their counselors only';

CREATE TABLE calendar_coverage (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  covers_from date NOT NULL,
  covers_until date NOT NULL CHECK (covers_until >= covers_from),
  file_hash text NOT NULL,
  read_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, participant_id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id)
);
COMMENT ON TABLE calendar_coverage IS 'C1: the dates for which a person''s calendar has been read';

CREATE TABLE import_run (
  center_id uuid NOT NULL REFERENCES center,
  id uuid NOT NULL,
  actor text NOT NULL CHECK (actor IN ('import', 'setup')),
  for_person text NOT NULL,
  folder_hash text NOT NULL,
  counts jsonb NOT NULL,
  imported_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, id)
);
COMMENT ON TABLE import_run IS 'C12: each import: who, when, how much';

CREATE TABLE import_warning (
  center_id uuid NOT NULL,
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  participant_id uuid,
  file text NOT NULL,
  line int,
  column_name text,
  what text NOT NULL,
  fix text NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (center_id, id),
  FOREIGN KEY (center_id, run_id) REFERENCES import_run (center_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id)
);
CREATE INDEX import_warning_of_person ON import_warning (center_id, participant_id) WHERE superseded_at IS NULL;
COMMENT ON TABLE import_warning IS
  'C1: what an import stored with a doubt, until a later import without it; words never hold a title or a reason';

-- ---------------------------------------------------------------------------------------------------------------
-- Who may reach whom. The matrix of trust.md 4.2 for the classes that exist, written by hand; access/matrix.ts says
-- the same for the application and a test compares the two.

-- 'all', 'related' (own caseload or own record) or 'none'; NULL without claims.
CREATE FUNCTION sec.reach(class text, verb text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  RETURN CASE
    WHEN me.role IS NULL THEN 'none'
    WHEN me.role = 'setup' THEN
      CASE WHEN EXISTS (SELECT FROM evenkeel.publication p WHERE p.center_id = me.center) THEN 'none' ELSE 'all' END
    WHEN me.role = 'import' THEN 'all'
    WHEN me.role = 'planner' THEN CASE WHEN class = 'C1' THEN 'all' ELSE 'none' END
    WHEN me.role = 'feed' THEN CASE WHEN class = 'C1' AND verb = 'r' THEN 'related' ELSE 'none' END
    WHEN me.role = 'participant' THEN
      CASE WHEN verb = 'r' AND class IN ('C0', 'C1', 'C5') THEN 'related' ELSE 'none' END
    WHEN me.role = 'counselor' THEN
      CASE WHEN class IN ('C1', 'C5') OR (class = 'C0' AND verb = 'r') THEN 'related' ELSE 'none' END
    WHEN me.role = 'front-desk' THEN CASE WHEN class IN ('C0', 'C1') THEN 'all' ELSE 'none' END
    WHEN me.role IN ('supervisor', 'prescriber', 'privacy-officer') THEN
      CASE WHEN class IN ('C0', 'C1') AND verb = 'r' THEN 'all' ELSE 'none' END
    ELSE 'none'
  END;
END $$;

CREATE FUNCTION sec.reaches_all(class text, verb text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT sec.reach(class, verb) = 'all' $$;

-- The participants this actor is related to: own record, own caseload (from the day it is recorded, to prepare), cover
-- today, the feed's person.
CREATE FUNCTION sec.related(class text, verb text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF sec.reach(class, verb) IS DISTINCT FROM 'related' THEN RETURN '{}'; END IF;
  RETURN CASE me.role
    WHEN 'feed' THEN ARRAY(SELECT f.participant_id FROM auth.feed f WHERE f.id = me.uid AND f.center_id = me.center)
    WHEN 'participant' THEN ARRAY(SELECT a.participant_id FROM auth.account a
      WHERE a.id = me.uid AND a.center_id = me.center AND a.participant_id IS NOT NULL)
    WHEN 'counselor' THEN ARRAY(SELECT DISTINCT c.participant_id FROM auth.account a
      JOIN evenkeel.caseload c ON c.center_id = a.center_id AND c.staff_id = a.staff_id
      WHERE a.id = me.uid AND a.center_id = me.center
        AND (c.kind = 'own' OR c.from_date <= current_date) AND (c.until_date IS NULL OR c.until_date >= current_date))
    ELSE '{}'::uuid[]
  END;
END $$;

REVOKE ALL ON FUNCTION sec.reach(text, text), sec.reaches_all(text, text), sec.related(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.reach(text, text), sec.reaches_all(text, text), sec.related(text, text) TO evenkeel_app;

DO $$
DECLARE
  name text;
  class text;
BEGIN
  FOREACH name IN ARRAY ARRAY['participant', 'episode', 'participant_site', 'caseload', 'prescription',
      'prescribed_service', 'family_time', 'obligation', 'obligation_reason', 'calendar_coverage', 'import_warning'] LOOP
    class := CASE name WHEN 'participant' THEN 'C0' WHEN 'obligation_reason' THEN 'C5' ELSE 'C1' END;
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
    EXECUTE format($p$CREATE POLICY reads ON %1$I FOR SELECT TO evenkeel_app USING (center_id = (SELECT sec.center())
      AND ((SELECT sec.reaches_all(%2$L, 'r')) OR participant_id = ANY ((SELECT sec.related(%2$L, 'r'))::uuid[])))$p$,
      name, class);
    EXECUTE format($p$CREATE POLICY writes ON %1$I FOR INSERT TO evenkeel_app WITH CHECK (
      center_id = (SELECT sec.center()) AND ((SELECT sec.reaches_all(%2$L, 'w'))
        OR participant_id = ANY ((SELECT sec.related(%2$L, 'w'))::uuid[])))$p$, name, class);
    EXECUTE format($p$CREATE POLICY changes ON %1$I FOR UPDATE TO evenkeel_app USING (center_id = (SELECT sec.center())
      AND ((SELECT sec.reaches_all(%2$L, 'w')) OR participant_id = ANY ((SELECT sec.related(%2$L, 'w'))::uuid[])))$p$,
      name, class);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO evenkeel_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['participant_site', 'family_time'] LOOP
    EXECUTE format($p$CREATE POLICY removes ON %1$I FOR DELETE TO evenkeel_app USING (center_id = (SELECT sec.center())
      AND (SELECT sec.reaches_all('C1', 'w')))$p$, name);
    EXECUTE format('GRANT UPDATE, DELETE ON %I TO evenkeel_app', name);
  END LOOP;
END $$;

-- Records are amended, not rewritten: only these columns ever change.
GRANT UPDATE (chosen_name, language) ON participant TO evenkeel_app;
GRANT UPDATE (discharged_on) ON episode TO evenkeel_app;
GRANT UPDATE (until_date) ON caseload TO evenkeel_app;
GRANT UPDATE (withdrawn_at) ON obligation TO evenkeel_app;
GRANT UPDATE (superseded_at) ON import_warning TO evenkeel_app;
GRANT UPDATE ON calendar_coverage TO evenkeel_app;

ALTER TABLE import_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_run FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON import_run TO evenkeel_owner USING (true) WITH CHECK (true);
CREATE POLICY set_up ON import_run TO evenkeel_app
  USING (center_id = (SELECT sec.center()) AND (SELECT sec.role()) IN ('import', 'setup', 'administrator', 'front-desk'))
  WITH CHECK (center_id = (SELECT sec.center()) AND (SELECT sec.role()) IN ('import', 'setup'));
GRANT SELECT, INSERT ON import_run TO evenkeel_app;
