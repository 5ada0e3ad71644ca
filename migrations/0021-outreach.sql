-- Whoever is missed is called: one task a person and session, every attempt a row, and the offer that brings lost hours back.

-- Calls and offers are made by whoever writes the person's schedule, and by supervisors, to whom they escalate.
INSERT INTO sec.matrix (role, class, verb, part, reach) VALUES ('supervisor', 'C1', 'w', 'outreach', 'all');

-- How calls go on, and whether a make-up is offered by hand or at once, belongs to the center's rule about absence. Its
-- words are shown to everybody it binds, so they stand there in both languages.
ALTER TABLE attendance_rule
  ADD COLUMN words_es text CHECK (length(words_es) BETWEEN 10 AND 2000),
  ADD COLUMN call_again_minutes int NOT NULL DEFAULT 60 CHECK (call_again_minutes BETWEEN 5 AND 2880),
  ADD COLUMN counselor_after_attempts int NOT NULL DEFAULT 2 CHECK (counselor_after_attempts BETWEEN 1 AND 20),
  ADD COLUMN supervisor_after_attempts int NOT NULL DEFAULT 4,
  ADD COLUMN offers_make_ups text NOT NULL DEFAULT 'by-hand' CHECK (offers_make_ups IN ('by-hand', 'at-once')),
  ADD CONSTRAINT supervisor_later CHECK (supervisor_after_attempts > counselor_after_attempts
    AND supervisor_after_attempts <= 40);
-- Supervisors, to whom calls escalate, enter the rule as the front desk does.
ALTER POLICY writes ON attendance_rule
  WITH CHECK (center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w', 'outreach')));

CREATE TABLE outreach_task (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  because text NOT NULL CHECK (because IN ('unmarked', 'no-show')),
  opened_at timestamptz NOT NULL,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id, session_id) REFERENCES seat (center_id, participant_id, session_id),
  -- However often the clock asks: one person is called for one session once.
  CONSTRAINT task_once UNIQUE (center_id, participant_id, session_id)
);
CREATE INDEX outreach_in_time ON outreach_task (center_id, opened_at);
COMMENT ON TABLE outreach_task IS 'C1: somebody was missed in a session and is to be called; whether it is done follows from marks and attempts';

CREATE TABLE outreach_attempt (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  task_id uuid NOT NULL,
  outcome text NOT NULL CHECK (outcome IN
    ('reached-coming', 'reached-not-coming', 'message-left', 'no-answer', 'wrong-number', 'do-not-contact')),
  attempted_at timestamptz NOT NULL,
  attempted_by uuid,
  attempted_by_name text NOT NULL,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id, task_id) REFERENCES outreach_task (center_id, participant_id, id)
);
CREATE INDEX attempt_of_task ON outreach_attempt (center_id, task_id);
COMMENT ON TABLE outreach_attempt IS 'C1: who called when, and how it ended; append-only';

CREATE TABLE make_up (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  week_start date NOT NULL CHECK (extract(isodow FROM week_start) = 1),
  offered_at timestamptz NOT NULL,
  offered_by uuid,
  offered_by_name text NOT NULL,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, session_id) REFERENCES session (center_id, id),
  CONSTRAINT offered_once UNIQUE (center_id, participant_id, session_id)
);
COMMENT ON TABLE make_up IS 'C1: a session of the same week offered for hours that were lost; append-only';

CREATE TABLE make_up_answer (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  make_up_id uuid NOT NULL,
  answer text NOT NULL CHECK (answer IN ('accepted', 'declined')),
  answered_at timestamptz NOT NULL,
  answered_by uuid,
  answered_by_name text NOT NULL,
  PRIMARY KEY (center_id, participant_id, make_up_id),
  FOREIGN KEY (center_id, participant_id, make_up_id) REFERENCES make_up (center_id, participant_id, id)
);
COMMENT ON TABLE make_up_answer IS 'C1: what somebody said to an offered make-up; append-only';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['outreach_task', 'outreach_attempt', 'make_up', 'make_up_answer'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO evenkeel_app', name);
  END LOOP;
  -- Whoever holds the session knows who was missed in it.
  EXECUTE format($p$CREATE POLICY reads ON outreach_task FOR SELECT TO evenkeel_app USING ((%s)
    OR (center_id = (SELECT sec.center()) AND session_id = ANY ((SELECT sec.led_by_me())::uuid[])
        AND participant_id = ANY ((SELECT sec.in_my_sessions())::uuid[])))$p$, sec.row_rule('C1', 'r', ''));
  EXECUTE format($p$CREATE POLICY reads ON outreach_attempt FOR SELECT TO evenkeel_app USING ((%s)
    OR (center_id = (SELECT sec.center()) AND participant_id = ANY ((SELECT sec.in_my_sessions())::uuid[])
        AND task_id IN (SELECT t.id FROM evenkeel.outreach_task t
          WHERE t.session_id = ANY ((SELECT sec.led_by_me())::uuid[]))))$p$, sec.row_rule('C1', 'r', ''));
  EXECUTE format('CREATE POLICY reads ON make_up FOR SELECT TO evenkeel_app USING (%s)', sec.row_rule('C1', 'r', ''));
  EXECUTE format('CREATE POLICY reads ON make_up_answer FOR SELECT TO evenkeel_app USING (%s)', sec.row_rule('C1', 'r', ''));
  EXECUTE format($p$CREATE POLICY writes ON outreach_attempt FOR INSERT TO evenkeel_app WITH CHECK (((%s)
    OR (center_id = (SELECT sec.center()) AND participant_id = ANY ((SELECT sec.in_my_sessions())::uuid[])
        AND task_id IN (SELECT t.id FROM evenkeel.outreach_task t
          WHERE t.session_id = ANY ((SELECT sec.led_by_me())::uuid[]))))
    AND attempted_by IS NOT DISTINCT FROM (SELECT sec.uid()))$p$, sec.row_rule('C1', 'w', 'outreach'));
  EXECUTE format($p$CREATE POLICY writes ON make_up FOR INSERT TO evenkeel_app WITH CHECK ((%s)
    AND offered_by IS NOT DISTINCT FROM (SELECT sec.uid()))$p$, sec.row_rule('C1', 'w', 'outreach'));
END $$;
-- Tasks are opened and answers taken as seats are: an answer moves one, and it is asked for by a person whose right to
-- answer was decided before.
CREATE POLICY writes ON outreach_task FOR INSERT TO evenkeel_app WITH CHECK (center_id = (SELECT sec.center())
  AND (SELECT sec.reaches_all('C1', 'w')) AND participant_id <> ALL ((SELECT sec.blocked())::uuid[]));
CREATE POLICY writes ON make_up_answer FOR INSERT TO evenkeel_app WITH CHECK (center_id = (SELECT sec.center())
  AND (SELECT sec.reaches_all('C1', 'w')) AND participant_id <> ALL ((SELECT sec.blocked())::uuid[]));
