-- Whole weeks a participant may choose from, and what became of the choice. What may take effect without a person is data
-- of the center: a choice outside these rails waits for staff.

ALTER TABLE center
  ADD COLUMN choice_notice_hours int NOT NULL DEFAULT 24 CHECK (choice_notice_hours BETWEEN 0 AND 336),
  ADD COLUMN choice_changes_a_week int NOT NULL DEFAULT 2 CHECK (choice_changes_a_week BETWEEN 0 AND 20),
  ADD COLUMN choice_cover boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN center.choice_notice_hours IS 'hours between a choice and the first session it changes';
COMMENT ON COLUMN center.choice_changes_a_week IS 'choices of one participant that take effect by themselves in one week';
COMMENT ON COLUMN center.choice_cover IS 'whether a choice may put a covering counselor in place of the own one';
GRANT UPDATE (choice_notice_hours, choice_changes_a_week, choice_cover) ON center TO evenkeel_app;

-- A plan that a choice makes comes from no run of the planner.
ALTER TABLE week_proposal ALTER COLUMN run_id DROP NOT NULL;
ALTER TABLE publication ADD COLUMN by_choice boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN publication.by_choice IS 'one participant''s choice, which changes nobody else''s week; whose is in week_request';

CREATE TABLE week_offer (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  week_start date NOT NULL CHECK (extract(isodow FROM week_start) = 1),
  publication_id uuid NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  made_by text NOT NULL,
  expires_at timestamptz NOT NULL,
  present jsonb NOT NULL,
  choices jsonb NOT NULL,
  fewer_because text,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, publication_id) REFERENCES publication (center_id, id),
  CHECK (jsonb_typeof(choices) = 'array' AND jsonb_array_length(choices) <= 3)
);
CREATE INDEX week_offer_of_week ON week_offer (center_id, participant_id, week_start, made_at);
COMMENT ON TABLE week_offer IS 'C1: other whole weeks that fit one person, by ids, and the present one they stand beside; append-only';

CREATE TABLE week_request (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  week_start date NOT NULL,
  offer_id uuid NOT NULL,
  choice int NOT NULL CHECK (choice BETWEEN 1 AND 3),
  asked_at timestamptz NOT NULL DEFAULT now(),
  asked_by text NOT NULL,
  needs jsonb NOT NULL,
  publication_id uuid,
  decided_at timestamptz,
  decided_by text,
  declined_because text CHECK (length(declined_because) BETWEEN 1 AND 500),
  taken_back_at timestamptz,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id, offer_id) REFERENCES week_offer (center_id, participant_id, id),
  FOREIGN KEY (center_id, publication_id) REFERENCES publication (center_id, id),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  CHECK (declined_because IS NULL OR (decided_at IS NOT NULL AND publication_id IS NULL)),
  -- What waits for a person says why; what does not has taken effect.
  CHECK (jsonb_typeof(needs) = 'array' AND (jsonb_array_length(needs) > 0 OR publication_id IS NOT NULL))
);
-- One wish waits at a time.
CREATE UNIQUE INDEX week_request_waiting ON week_request (center_id, participant_id, week_start)
  WHERE publication_id IS NULL AND decided_at IS NULL AND taken_back_at IS NULL;
CREATE INDEX week_request_of_week ON week_request (center_id, participant_id, week_start, asked_at);
COMMENT ON TABLE week_request IS 'C1: a whole week somebody chose: in force at once, or waiting for staff, approved, declined, taken back';

-- Choosing is a request (participants for themselves); an answer is a change of the schedule (their staff).
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['week_offer', 'week_request'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY reads ON %I FOR SELECT TO evenkeel_app USING (%s)', name, sec.row_rule('C1', 'r', ''));
    EXECUTE format('CREATE POLICY writes ON %I FOR INSERT TO evenkeel_app WITH CHECK (%s)', name,
      sec.row_rule('C1', 'w', 'request'));
    EXECUTE format('GRANT SELECT, INSERT ON %I TO evenkeel_app', name);
  END LOOP;
  EXECUTE format('CREATE POLICY changes ON week_request FOR UPDATE TO evenkeel_app USING (%s)', sec.row_rule('C1', 'w', ''));
END $$;
GRANT UPDATE (publication_id, decided_at, decided_by, declined_because, taken_back_at) ON week_request TO evenkeel_app;
