-- The center as it is set up: places, hours, services, people who work there. Everybody signed in may read most of it;
-- only the import door and set-up write it. Identifiers called `code` are the center's own, from its files.

CREATE TABLE center (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name text NOT NULL,
  time_zone text NOT NULL,
  demo boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE center IS 'configuration: one treatment center; keyed by its own id';

CREATE TABLE site (
  center_id uuid NOT NULL REFERENCES center,
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  telehealth_pool text NOT NULL DEFAULT '',
  PRIMARY KEY (center_id, id),
  UNIQUE (center_id, code)
);
COMMENT ON TABLE site IS 'configuration: an address of the center; sites with the same telehealth pool share remote sessions';

CREATE TABLE room (
  center_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  seats int NOT NULL CHECK (seats > 0),
  kinds text[] NOT NULL,
  PRIMARY KEY (center_id, id),
  UNIQUE (center_id, site_id, code),
  FOREIGN KEY (center_id, site_id) REFERENCES site (center_id, id)
);
COMMENT ON TABLE room IS 'configuration: a room and the kinds of service it may host';

CREATE TABLE block (
  center_id uuid NOT NULL REFERENCES center,
  id uuid NOT NULL,
  code text NOT NULL,
  weekday int NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  starts_minute int NOT NULL CHECK (starts_minute >= 0),
  ends_minute int NOT NULL CHECK (ends_minute <= 1440 AND ends_minute > starts_minute),
  part text NOT NULL CHECK (part IN ('morning', 'afternoon', 'evening')),
  PRIMARY KEY (center_id, id),
  UNIQUE (center_id, code)
);
COMMENT ON TABLE block IS 'configuration: a block of the day; weekday 1 is Monday, minutes count from midnight';

CREATE TABLE service (
  center_id uuid NOT NULL REFERENCES center,
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('group', 'individual', 'family', 'medical', 'other')),
  minutes int NOT NULL CHECK (minutes > 0),
  min_members int NOT NULL CHECK (min_members >= 1),
  max_members int NOT NULL CHECK (max_members >= min_members),
  telehealth boolean NOT NULL,
  counts_toward_hours boolean NOT NULL,
  needs_room boolean NOT NULL,
  start_offsets int[],
  PRIMARY KEY (center_id, id),
  UNIQUE (center_id, code),
  CHECK (kind = 'group' OR max_members = 1)
);
COMMENT ON TABLE service IS 'configuration: a service of the program';

CREATE TABLE curriculum_topic (
  center_id uuid NOT NULL,
  service_id uuid NOT NULL,
  position int NOT NULL CHECK (position >= 1),
  title text NOT NULL,
  PRIMARY KEY (center_id, service_id, position),
  FOREIGN KEY (center_id, service_id) REFERENCES service (center_id, id)
);
COMMENT ON TABLE curriculum_topic IS 'configuration: the topics of a group, in order';

CREATE TABLE program_template (
  center_id uuid NOT NULL REFERENCES center,
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  source text NOT NULL,
  definition jsonb NOT NULL,
  PRIMARY KEY (center_id, id),
  UNIQUE (center_id, code)
);
COMMENT ON TABLE program_template IS 'configuration: a program template (phases, doses, timetable) as data';

CREATE TABLE staff (
  center_id uuid NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  site_id uuid NOT NULL,
  max_weekly_minutes int NOT NULL CHECK (max_weekly_minutes >= 0),
  PRIMARY KEY (center_id, id),
  UNIQUE (center_id, code),
  FOREIGN KEY (center_id, site_id) REFERENCES site (center_id, id)
);
COMMENT ON TABLE staff IS 'configuration: people who work at the center';

CREATE TABLE staff_license (
  center_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  service_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_until date,
  PRIMARY KEY (center_id, staff_id, service_id, valid_from),
  FOREIGN KEY (center_id, staff_id) REFERENCES staff (center_id, id),
  FOREIGN KEY (center_id, service_id) REFERENCES service (center_id, id)
);
COMMENT ON TABLE staff_license IS 'configuration: services a staff member is licensed to lead or give';

CREATE TABLE duty (
  center_id uuid NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  weekday int CHECK (weekday BETWEEN 1 AND 7),
  on_date date,
  starts_minute int NOT NULL CHECK (starts_minute >= 0),
  ends_minute int NOT NULL CHECK (ends_minute <= 1440 AND ends_minute > starts_minute),
  PRIMARY KEY (center_id, id),
  FOREIGN KEY (center_id, staff_id) REFERENCES staff (center_id, id),
  CHECK ((weekday IS NULL) <> (on_date IS NULL))
);
CREATE INDEX duty_of_staff ON duty (center_id, staff_id);
COMMENT ON TABLE duty IS 'configuration: rosters; weekly, or on one date (a date replaces that day''s weekly duty)';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['site', 'room', 'block', 'service', 'curriculum_topic', 'program_template', 'staff',
                              'staff_license', 'duty'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
    EXECUTE format($p$CREATE POLICY set_up ON %I TO evenkeel_app
      USING (center_id = (SELECT sec.center()) AND (SELECT sec.role()) IN ('import', 'setup'))
      WITH CHECK (center_id = (SELECT sec.center()) AND (SELECT sec.role()) IN ('import', 'setup'))$p$, name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO evenkeel_app', name);
  END LOOP;
  -- What a participant's own week shows: where, what, with whom.
  FOREACH name IN ARRAY ARRAY['site', 'room', 'block', 'service', 'staff'] LOOP
    EXECUTE format('CREATE POLICY everyone_reads ON %I FOR SELECT TO evenkeel_app
      USING (center_id = (SELECT sec.center()))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['curriculum_topic', 'program_template', 'staff_license', 'duty'] LOOP
    EXECUTE format('CREATE POLICY staff_reads ON %I FOR SELECT TO evenkeel_app
      USING (center_id = (SELECT sec.center()) AND (SELECT sec.is_staff()))', name);
  END LOOP;
END $$;
-- Rosters, licenses and topics are replaced as a whole by the next import of their file.
GRANT DELETE ON curriculum_topic, staff_license, duty TO evenkeel_app;

ALTER TABLE center ENABLE ROW LEVEL SECURITY;
ALTER TABLE center FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON center TO evenkeel_owner USING (true) WITH CHECK (true);
CREATE POLICY everyone_reads ON center FOR SELECT TO evenkeel_app USING (id = (SELECT sec.center()));
CREATE POLICY set_up ON center TO evenkeel_app
  USING (id = (SELECT sec.center()) AND (SELECT sec.role()) IN ('import', 'setup'))
  WITH CHECK (id = (SELECT sec.center()) AND (SELECT sec.role()) IN ('import', 'setup'));
-- A center's demo mark is set when the row is made and never changes: demo data cannot become a real organization's.
GRANT SELECT, INSERT, UPDATE (name, time_zone) ON center TO evenkeel_app;
GRANT USAGE ON SCHEMA evenkeel TO evenkeel_app;
