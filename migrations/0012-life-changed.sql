-- Life changed: days on which a busy time does not take place, staff away, rooms closed; proposals of a repair; and who
-- is told that their own week is another one now.

CREATE TABLE obligation_day_off (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  obligation_id uuid NOT NULL,
  on_date date NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_at timestamptz,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id, obligation_id) REFERENCES obligation (center_id, participant_id, id)
);
CREATE UNIQUE INDEX obligation_day_off_once ON obligation_day_off (center_id, participant_id, obligation_id, on_date)
  WHERE withdrawn_at IS NULL;
COMMENT ON TABLE obligation_day_off IS
  'C1: a busy time does not take place on this day (a shift that moved); the row stays when a file is read again';

CREATE TABLE staff_absence (
  center_id uuid NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  starts_wall timestamp NOT NULL,
  ends_wall timestamp NOT NULL CHECK (ends_wall > starts_wall),
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_by text,
  withdrawn_at timestamptz,
  PRIMARY KEY (center_id, id),
  FOREIGN KEY (center_id, staff_id) REFERENCES staff (center_id, id)
);
CREATE INDEX staff_absence_in_time ON staff_absence (center_id, starts_wall, ends_wall) WHERE withdrawn_at IS NULL;
COMMENT ON TABLE staff_absence IS 'C1: when a staff member is away, in wall time of the center; never why';

CREATE TABLE room_closure (
  center_id uuid NOT NULL,
  id uuid NOT NULL,
  room_id uuid NOT NULL,
  starts_wall timestamp NOT NULL,
  ends_wall timestamp NOT NULL CHECK (ends_wall > starts_wall),
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  withdrawn_by text,
  withdrawn_at timestamptz,
  PRIMARY KEY (center_id, id),
  FOREIGN KEY (center_id, room_id) REFERENCES room (center_id, id)
);
CREATE INDEX room_closure_in_time ON room_closure (center_id, starts_wall, ends_wall) WHERE withdrawn_at IS NULL;
COMMENT ON TABLE room_closure IS 'C1: when a room cannot be used, in wall time of the center';

ALTER TABLE plan_run ADD COLUMN kind text NOT NULL DEFAULT 'plan' CHECK (kind IN ('plan', 'repair'));
ALTER TABLE week_proposal
  ADD COLUMN kind text NOT NULL DEFAULT 'plan' CHECK (kind IN ('plan', 'repair')),
  ADD COLUMN round int NOT NULL DEFAULT 1 CHECK (round > 0),
  ADD COLUMN labels text[] NOT NULL DEFAULT '{}'
    CHECK (labels <@ ARRAY['fewest-people', 'most-hours', 'balanced']),
  ADD COLUMN figures jsonb;
CREATE INDEX week_proposal_of_run ON week_proposal (center_id, run_id, round);

CREATE TABLE proposal_rejection (
  center_id uuid NOT NULL,
  proposal_id uuid NOT NULL,
  rejected_by text NOT NULL,
  rejected_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, proposal_id),
  FOREIGN KEY (center_id, proposal_id) REFERENCES week_proposal (center_id, id)
);
COMMENT ON TABLE proposal_rejection IS 'C1: who did not want a proposal, and when';

CREATE TABLE week_notice (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  publication_id uuid NOT NULL,
  week_start date NOT NULL,
  changes jsonb NOT NULL CHECK (jsonb_array_length(changes) > 0),
  first_change_wall timestamp NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now(),
  told_at timestamptz,
  PRIMARY KEY (center_id, participant_id, publication_id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, publication_id) REFERENCES publication (center_id, id)
);
CREATE INDEX week_notice_of_publication ON week_notice (center_id, publication_id);
COMMENT ON TABLE week_notice IS
  'C1: a publication changed this person''s own sessions: what was and what is, by ids; told_at once a channel took it';

CREATE TABLE week_notice_answer (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  publication_id uuid NOT NULL,
  answer text NOT NULL CHECK (answer IN ('seen', 'yes', 'cannot-come', 'ask-me')),
  answered_by uuid NOT NULL REFERENCES auth.account,
  answered_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id, publication_id)
    REFERENCES week_notice (center_id, participant_id, publication_id)
);
CREATE INDEX week_notice_answer_of ON week_notice_answer (center_id, participant_id, publication_id, answered_at);
COMMENT ON TABLE week_notice_answer IS 'C1: what a person says to a changed week; the latest counts, none is removed';

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['obligation_day_off', 'staff_absence', 'room_closure', 'proposal_rejection', 'week_notice',
                              'week_notice_answer'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['obligation_day_off', 'week_notice', 'week_notice_answer'] LOOP
    EXECUTE format('CREATE POLICY reads ON %I FOR SELECT TO evenkeel_app USING (%s)', name, sec.row_rule('C1', 'r', ''));
  END LOOP;
  EXECUTE format('CREATE POLICY writes ON obligation_day_off FOR INSERT TO evenkeel_app WITH CHECK (%s)',
    sec.row_rule('C1', 'w', ''));
  EXECUTE format('CREATE POLICY changes ON obligation_day_off FOR UPDATE TO evenkeel_app USING (%s)',
    sec.row_rule('C1', 'w', ''));
  -- In one's own name; actors that are not people have none, and the column refuses that.
  EXECUTE format($p$CREATE POLICY writes ON week_notice_answer FOR INSERT TO evenkeel_app WITH CHECK (%s
    AND answered_by IS NOT DISTINCT FROM (SELECT sec.uid()))$p$, sec.row_rule('C1', 'w', 'request'));
  FOREACH name IN ARRAY ARRAY['staff_absence', 'room_closure', 'proposal_rejection'] LOOP
    EXECUTE format($p$CREATE POLICY reads ON %I FOR SELECT TO evenkeel_app USING (
      center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'r')))$p$, name);
    EXECUTE format($p$CREATE POLICY writes ON %I FOR INSERT TO evenkeel_app WITH CHECK (
      center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w')))$p$, name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['staff_absence', 'room_closure'] LOOP
    EXECUTE format($p$CREATE POLICY changes ON %I FOR UPDATE TO evenkeel_app USING (
      center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w')))$p$, name);
  END LOOP;
END $$;
-- Whoever publishes a week writes whom it changes.
CREATE POLICY writes ON week_notice FOR INSERT TO evenkeel_app WITH CHECK (center_id = (SELECT sec.center())
  AND (SELECT sec.reaches_all('C1', 'w')) AND participant_id <> ALL ((SELECT sec.blocked())::uuid[]));

-- Times are the database's own.
GRANT SELECT ON obligation_day_off, staff_absence, room_closure, proposal_rejection, week_notice, week_notice_answer
  TO evenkeel_app;
GRANT INSERT (center_id, participant_id, id, obligation_id, on_date, recorded_by) ON obligation_day_off TO evenkeel_app;
GRANT UPDATE (withdrawn_at) ON obligation_day_off TO evenkeel_app;
GRANT INSERT (center_id, id, staff_id, starts_wall, ends_wall, recorded_by) ON staff_absence TO evenkeel_app;
GRANT INSERT (center_id, id, room_id, starts_wall, ends_wall, recorded_by) ON room_closure TO evenkeel_app;
GRANT UPDATE (withdrawn_by, withdrawn_at) ON staff_absence, room_closure TO evenkeel_app;
GRANT INSERT (center_id, proposal_id, rejected_by) ON proposal_rejection TO evenkeel_app;
GRANT INSERT (center_id, participant_id, publication_id, week_start, changes, first_change_wall) ON week_notice
  TO evenkeel_app;
GRANT INSERT (center_id, participant_id, id, publication_id, answer, answered_by) ON week_notice_answer TO evenkeel_app;
