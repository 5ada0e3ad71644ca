-- People who wait for a place, and the design lab's answers (which groups would let most of them reach their hours).

-- A person waits from `since` until a row says when and why they left the list. There is no episode yet: no week plans
-- them. What they would be prescribed, their sites and busy times are rows like everybody's.
CREATE TABLE waiting_list_entry (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  since date NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  left_at timestamptz,
  left_because text CHECK (left_because IN ('admitted', 'withdrew', 'referred')),
  left_by text,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  CHECK ((left_at IS NULL) = (left_because IS NULL) AND (left_at IS NULL) = (left_by IS NULL))
);
CREATE UNIQUE INDEX waiting_once ON waiting_list_entry (center_id, participant_id) WHERE left_at IS NULL;
COMMENT ON TABLE waiting_list_entry IS 'C1: since when a person waits for a place, and when and why they left the list';

-- One question to the lab. `result` holds groups and counts, no person; counts are withheld in it while fewer than 11
-- people wait (docs/decisions/024). Who would sit where stands in lab_place.
CREATE TABLE lab_run (
  center_id uuid NOT NULL REFERENCES center,
  id uuid NOT NULL,
  week_start date NOT NULL,
  question jsonb NOT NULL,
  started_by text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  heard_at timestamptz NOT NULL DEFAULT now(),
  progress jsonb,
  cancel_requested_at timestamptz,
  ended_at timestamptz,
  failure text,
  result jsonb,
  PRIMARY KEY (center_id, id)
);
COMMENT ON TABLE lab_run IS 'C1: a question to the design lab, how far it is, and its answer in counts';

CREATE TABLE lab_place (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  answer int NOT NULL CHECK (answer >= 0),
  minutes int NOT NULL CHECK (minutes >= 0),
  PRIMARY KEY (center_id, participant_id, run_id, answer),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, run_id) REFERENCES lab_run (center_id, id)
);
CREATE INDEX lab_place_of_run ON lab_place (center_id, run_id);
COMMENT ON TABLE lab_place IS 'C1: minutes a waiting person would have in an answer of the lab; answer 0 is the plan as it stands';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['waiting_list_entry', 'lab_run', 'lab_place'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['waiting_list_entry', 'lab_place'] LOOP
    EXECUTE format('CREATE POLICY reads ON %I FOR SELECT TO evenkeel_app USING (%s)', name,
      sec.row_rule('C1', 'r', ''));
  END LOOP;
  EXECUTE format('CREATE POLICY writes ON waiting_list_entry FOR INSERT TO evenkeel_app WITH CHECK (%s)',
    sec.row_rule('C1', 'w', ''));
  EXECUTE format('CREATE POLICY changes ON waiting_list_entry FOR UPDATE TO evenkeel_app USING (%s)',
    sec.row_rule('C1', 'w', ''));
END $$;
CREATE POLICY writes ON lab_place FOR INSERT TO evenkeel_app WITH CHECK (center_id = (SELECT sec.center())
  AND (SELECT sec.reaches_all('C1', 'w')) AND participant_id <> ALL ((SELECT sec.blocked())::uuid[]));

-- Counts of the whole class: whoever reads it all, and the director.
CREATE POLICY reads ON lab_run FOR SELECT TO evenkeel_app
  USING (center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'r', 'aggregate')));
CREATE POLICY writes ON lab_run FOR INSERT TO evenkeel_app
  WITH CHECK (center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w')));
CREATE POLICY changes ON lab_run FOR UPDATE TO evenkeel_app
  USING (center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w')));

GRANT SELECT, INSERT ON waiting_list_entry, lab_run, lab_place TO evenkeel_app;
GRANT UPDATE (since, left_at, left_because, left_by) ON waiting_list_entry TO evenkeel_app;
GRANT UPDATE (heard_at, progress, cancel_requested_at, ended_at, failure, result) ON lab_run TO evenkeel_app;
