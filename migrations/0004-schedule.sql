-- Weeks proposed by the planner and weeks published by a person.

CREATE TABLE plan_run (
  center_id uuid NOT NULL REFERENCES center,
  id uuid NOT NULL,
  week_start date NOT NULL CHECK (extract(isodow FROM week_start) = 1),
  seed int NOT NULL,
  seconds int NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  started_by text NOT NULL,
  progress jsonb,
  heard_at timestamptz NOT NULL DEFAULT now(),
  cancel_requested_at timestamptz,
  ended_at timestamptz,
  failure text,
  PRIMARY KEY (center_id, id)
);
CREATE INDEX plan_run_of_week ON plan_run (center_id, week_start, started_at);
COMMENT ON TABLE plan_run IS 'C1: the planner at work on a week; progress holds counts only';

CREATE TABLE week_proposal (
  center_id uuid NOT NULL,
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  week_start date NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  plan jsonb NOT NULL,
  PRIMARY KEY (center_id, id),
  FOREIGN KEY (center_id, run_id) REFERENCES plan_run (center_id, id)
);
CREATE INDEX week_proposal_of_week ON week_proposal (center_id, week_start, made_at);
COMMENT ON TABLE week_proposal IS 'C1: a plan of a whole week, by ids; append-only';

CREATE TABLE publication (
  center_id uuid NOT NULL,
  id uuid NOT NULL,
  week_start date NOT NULL,
  proposal_id uuid NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now(),
  published_by text NOT NULL,
  PRIMARY KEY (center_id, id),
  UNIQUE (center_id, proposal_id),
  FOREIGN KEY (center_id, proposal_id) REFERENCES week_proposal (center_id, id)
);
CREATE INDEX publication_of_week ON publication (center_id, week_start, published_at);
COMMENT ON TABLE publication IS 'C1: who published which week and when; the latest of a week is in force';

CREATE TABLE session (
  center_id uuid NOT NULL,
  id uuid NOT NULL,
  publication_id uuid NOT NULL,
  week_start date NOT NULL,
  service_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  site_id uuid NOT NULL,
  room_id uuid,
  telehealth boolean NOT NULL,
  starts_wall timestamp NOT NULL,
  ends_wall timestamp NOT NULL,
  time_zone text NOT NULL,
  tz_version text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
  capacity int NOT NULL,
  taken int NOT NULL CHECK (taken BETWEEN 0 AND capacity),
  withdrawn_at timestamptz,
  PRIMARY KEY (center_id, id),
  FOREIGN KEY (center_id, publication_id) REFERENCES publication (center_id, id),
  FOREIGN KEY (center_id, service_id) REFERENCES service (center_id, id),
  FOREIGN KEY (center_id, staff_id) REFERENCES staff (center_id, id),
  FOREIGN KEY (center_id, site_id) REFERENCES site (center_id, id),
  FOREIGN KEY (center_id, room_id) REFERENCES room (center_id, id),
  -- The last guard against double booking (trust.md 6.2); advisory locks and the planner's rules come first.
  CONSTRAINT staff_once EXCLUDE USING gist
    (center_id WITH =, staff_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (withdrawn_at IS NULL),
  CONSTRAINT room_once EXCLUDE USING gist
    (center_id WITH =, room_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (withdrawn_at IS NULL AND room_id IS NOT NULL)
);
CREATE INDEX session_of_week ON session (center_id, week_start) WHERE withdrawn_at IS NULL;
COMMENT ON TABLE session IS 'C1: a session of a published week; who attends is in seat';

CREATE TABLE seat (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  session_id uuid NOT NULL,
  week_start date NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  seated_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz,
  PRIMARY KEY (center_id, participant_id, session_id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, session_id) REFERENCES session (center_id, id),
  CONSTRAINT person_once EXCLUDE USING gist
    (center_id WITH =, participant_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (withdrawn_at IS NULL)
);
CREATE INDEX seat_of_session ON seat (center_id, session_id);
CREATE INDEX seat_of_week ON seat (center_id, week_start) WHERE withdrawn_at IS NULL;
CREATE INDEX seat_in_time ON seat (center_id, participant_id, starts_at);
COMMENT ON TABLE seat IS 'C1: a person''s place in a session';

CREATE TABLE shortfall (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  publication_id uuid NOT NULL,
  service_id uuid NOT NULL,
  missing int NOT NULL CHECK (missing > 0),
  cause text NOT NULL CHECK (cause IN ('intrinsic', 'capacity', 'choice')),
  binding jsonb NOT NULL,
  PRIMARY KEY (center_id, participant_id, publication_id, service_id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, publication_id) REFERENCES publication (center_id, id),
  FOREIGN KEY (center_id, service_id) REFERENCES service (center_id, id)
);
COMMENT ON TABLE shortfall IS 'C1: what a published week could not give, and why';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['plan_run', 'week_proposal', 'publication', 'session', 'seat', 'shortfall'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO evenkeel_app', name);
    EXECUTE format($p$CREATE POLICY writes ON %I FOR INSERT TO evenkeel_app WITH CHECK (
      center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w')))$p$, name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['plan_run', 'session', 'seat'] LOOP
    EXECUTE format($p$CREATE POLICY changes ON %I FOR UPDATE TO evenkeel_app USING (
      center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w')))$p$, name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['plan_run', 'week_proposal'] LOOP
    EXECUTE format($p$CREATE POLICY reads ON %I FOR SELECT TO evenkeel_app USING (
      center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'r')))$p$, name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['seat', 'shortfall'] LOOP
    EXECUTE format($p$CREATE POLICY reads ON %I FOR SELECT TO evenkeel_app USING (center_id = (SELECT sec.center())
      AND ((SELECT sec.reaches_all('C1', 'r')) OR participant_id = ANY ((SELECT sec.related('C1', 'r'))::uuid[])))$p$, name);
  END LOOP;
END $$;

-- Staff with C1 read the timetable; everybody else only the sessions they (or their caseload) sit in.
CREATE POLICY reads ON session FOR SELECT TO evenkeel_app USING (center_id = (SELECT sec.center())
  AND ((SELECT sec.reaches_all('C1', 'r')) OR (SELECT sec.role()) = 'counselor'
    OR id IN (SELECT s.session_id FROM evenkeel.seat s WHERE s.center_id = (SELECT sec.center())
              AND s.participant_id = ANY ((SELECT sec.related('C1', 'r'))::uuid[]))));
-- That a week is published is no secret inside the center.
CREATE POLICY reads ON publication FOR SELECT TO evenkeel_app USING (center_id = (SELECT sec.center()));

GRANT UPDATE (progress, heard_at, cancel_requested_at, ended_at, failure) ON plan_run TO evenkeel_app;
GRANT UPDATE (withdrawn_at, taken) ON session TO evenkeel_app;
GRANT UPDATE (seated_at, withdrawn_at) ON seat TO evenkeel_app;
