-- Groups that recur. What a series says is told by its rows alone: versions from a week on, exceptions for one week, and
-- members from a day to a day. Nothing is overwritten; of two rows about the same week the later revision counts.

CREATE TABLE series (
  center_id uuid NOT NULL,
  id uuid NOT NULL,
  service_id uuid NOT NULL,
  site_id uuid NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  made_by text NOT NULL,
  PRIMARY KEY (center_id, id),
  FOREIGN KEY (center_id, service_id) REFERENCES service (center_id, id),
  FOREIGN KEY (center_id, site_id) REFERENCES site (center_id, id)
);
COMMENT ON TABLE series IS 'C1: a group that recurs: which service, at which site';

CREATE TABLE series_version (
  center_id uuid NOT NULL,
  series_id uuid NOT NULL,
  revision int NOT NULL CHECK (revision > 0),
  first_day date NOT NULL,
  -- The last day the group may meet; open without one.
  last_day date CHECK (last_day >= first_day),
  starts_minute int NOT NULL CHECK (starts_minute BETWEEN 0 AND 1439),
  every_weeks int NOT NULL CHECK (every_weeks IN (1, 2, 4)),
  staff_id uuid NOT NULL,
  room_id uuid,
  telehealth boolean NOT NULL,
  -- Why the group does not meet any more from this week on; it meets without one.
  stopped_because text CHECK (stopped_because IN ('holiday', 'staff-away', 'room-closed', 'too-few', 'other')),
  made_at timestamptz NOT NULL DEFAULT now(),
  made_by text NOT NULL,
  PRIMARY KEY (center_id, series_id, revision),
  FOREIGN KEY (center_id, series_id) REFERENCES series (center_id, id),
  FOREIGN KEY (center_id, staff_id) REFERENCES staff (center_id, id),
  FOREIGN KEY (center_id, room_id) REFERENCES room (center_id, id)
);
COMMENT ON TABLE series_version IS
  'C1: from the week of its first day on, when and with whom a recurring group meets, or that it stopped; append-only';

CREATE TABLE series_exception (
  center_id uuid NOT NULL,
  series_id uuid NOT NULL,
  revision int NOT NULL CHECK (revision > 0),
  week_start date NOT NULL CHECK (extract(isodow FROM week_start) = 1),
  -- All four say where the group meets instead; canceled without a start.
  starts_wall timestamp CHECK (starts_wall >= week_start AND starts_wall < week_start + 7),
  staff_id uuid,
  room_id uuid,
  telehealth boolean,
  canceled_because text CHECK (canceled_because IN ('holiday', 'staff-away', 'room-closed', 'too-few', 'other')),
  made_at timestamptz NOT NULL DEFAULT now(),
  made_by text NOT NULL,
  PRIMARY KEY (center_id, series_id, revision),
  FOREIGN KEY (center_id, series_id) REFERENCES series (center_id, id),
  FOREIGN KEY (center_id, staff_id) REFERENCES staff (center_id, id),
  FOREIGN KEY (center_id, room_id) REFERENCES room (center_id, id),
  CONSTRAINT moved_or_canceled CHECK ((starts_wall IS NULL) = (canceled_because IS NOT NULL)
    AND (starts_wall IS NULL) = (staff_id IS NULL) AND (starts_wall IS NULL) = (telehealth IS NULL))
);
COMMENT ON TABLE series_exception IS 'C1: one week in which a recurring group is moved, or canceled and why; append-only';

CREATE TABLE series_member (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  series_id uuid NOT NULL,
  from_day date NOT NULL,
  -- The last day with a seat; open without one. Before the first day: taken back before it began.
  until_day date CHECK (until_day >= from_day - 1),
  joined_at timestamptz NOT NULL DEFAULT now(),
  joined_by text NOT NULL,
  left_at timestamptz,
  left_by text,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, series_id) REFERENCES series (center_id, id),
  CHECK ((left_at IS NULL) = (until_day IS NULL) AND (left_at IS NULL) = (left_by IS NULL))
);
-- Whoever left may join again later; nobody has two open seats in one series.
CREATE UNIQUE INDEX series_member_once ON series_member (center_id, participant_id, series_id) WHERE until_day IS NULL;
CREATE INDEX member_of_series ON series_member (center_id, series_id);
COMMENT ON TABLE series_member IS 'C1: who has a seat in a recurring group, from which day to which; ended, never deleted';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['series', 'series_version', 'series_exception', 'series_member'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO evenkeel_app', name);
  END LOOP;
  -- As with sessions, the timetable is read by the team; who sits in a group is a person's own.
  FOREACH name IN ARRAY ARRAY['series', 'series_version', 'series_exception'] LOOP
    EXECUTE format($p$CREATE POLICY reads ON %I FOR SELECT TO evenkeel_app USING (
      center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'r', 'timetable')))$p$, name);
    EXECUTE format($p$CREATE POLICY writes ON %I FOR INSERT TO evenkeel_app WITH CHECK (
      center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w')))$p$, name);
  END LOOP;
  EXECUTE format('CREATE POLICY reads ON series_member FOR SELECT TO evenkeel_app USING (%s)', sec.row_rule('C1', 'r', ''));
  EXECUTE format('CREATE POLICY writes ON series_member FOR INSERT TO evenkeel_app WITH CHECK (%s)', sec.row_rule('C1', 'w', ''));
  EXECUTE format('CREATE POLICY changes ON series_member FOR UPDATE TO evenkeel_app USING (%s)', sec.row_rule('C1', 'w', ''));
END $$;
GRANT UPDATE (until_day, left_at, left_by) ON series_member TO evenkeel_app;
