-- How a person may be reached, and messages that leave once: a row is written with its reason and sent afterwards.

-- Who waits longer than so many hours is taken over as after so many calls in vain.
ALTER TABLE attendance_rule
  ADD COLUMN counselor_after_hours int NOT NULL DEFAULT 4 CHECK (counselor_after_hours BETWEEN 1 AND 336),
  ADD COLUMN supervisor_after_hours int NOT NULL DEFAULT 24,
  ADD CONSTRAINT supervisor_hours_later CHECK (supervisor_after_hours > counselor_after_hours
    AND supervisor_after_hours <= 672);

CREATE TABLE contact (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  version int NOT NULL CHECK (version > 0),
  phone text CHECK (length(phone) BETWEEN 5 AND 40),
  email text CHECK (email = lower(email) AND length(email) <= 254),
  channel text NOT NULL CHECK (channel IN ('phone', 'email', 'none')),
  -- Wall times at the center, in minutes since midnight.
  from_minute int NOT NULL CHECK (from_minute >= 0),
  until_minute int NOT NULL CHECK (until_minute <= 1440),
  leave_message boolean NOT NULL,
  name_us boolean NOT NULL,
  language text NOT NULL CHECK (language IN ('en', 'es')),
  in_force_from timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by uuid,
  recorded_by_name text NOT NULL,
  PRIMARY KEY (center_id, participant_id, version),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  CHECK (from_minute < until_minute),
  CHECK (channel <> 'phone' OR phone IS NOT NULL),
  CHECK (channel <> 'email' OR email IS NOT NULL)
);
COMMENT ON TABLE contact IS 'C0: how a person may be reached, when, and what may be said; the latest version in force counts, none is removed';

CREATE TABLE message (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  reason text NOT NULL CHECK (reason IN ('make-up-offered', 'missed', 'week-changed', 'contact-changed')),
  -- The offer, the task, the publication; for a changed contact the message itself.
  about uuid NOT NULL,
  -- A notice about a changed contact goes to the one that was in force, and to no other.
  contact_version int,
  queued_at timestamptz NOT NULL,
  queued_by uuid,
  queued_by_name text NOT NULL,
  expires_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'dropped', 'failed', 'unknown')),
  because text,
  next_at timestamptz NOT NULL,
  tries int NOT NULL DEFAULT 0,
  claimed_at timestamptz,
  settled_at timestamptz,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  -- Whoever asks, and however often: one reason is told to one person once.
  CONSTRAINT told_once UNIQUE (center_id, participant_id, reason, about)
);
CREATE INDEX message_due ON message (center_id, next_at) WHERE state IN ('queued', 'sending');
CREATE INDEX message_in_time ON message (center_id, queued_at);
COMMENT ON TABLE message IS 'C1: somebody is to be told that something waits for them, and whether that left; holds no address and no words';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['contact', 'message'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO evenkeel_app', name);
  END LOOP;
  EXECUTE format('CREATE POLICY reads ON contact FOR SELECT TO evenkeel_app USING (%s)', sec.row_rule('C0', 'r', 'effect'));
  EXECUTE format($p$CREATE POLICY writes ON contact FOR INSERT TO evenkeel_app WITH CHECK ((%s)
    AND recorded_by IS NOT DISTINCT FROM (SELECT sec.uid()))$p$, sec.row_rule('C0', 'w', ''));
  EXECUTE format('CREATE POLICY reads ON message FOR SELECT TO evenkeel_app USING (%s)', sec.row_rule('C1', 'r', ''));
  EXECUTE format($p$CREATE POLICY writes ON message FOR INSERT TO evenkeel_app WITH CHECK ((%s)
    AND queued_by IS NOT DISTINCT FROM (SELECT sec.uid()))$p$, sec.row_rule('C1', 'w', 'outreach'));
  EXECUTE format('CREATE POLICY changes ON message FOR UPDATE TO evenkeel_app USING (%s)', sec.row_rule('C1', 'w', 'outreach'));
END $$;
GRANT UPDATE (state, because, next_at, tries, claimed_at, settled_at, expires_at) ON message TO evenkeel_app;

-- The outbox reads the contact of whom it is writing to at this moment, and nobody else's.
DO $do$
DECLARE
  written text := pg_get_functiondef('sec.relations_of(sec.claim, text)'::regprocedure);
  before text := $p$WHEN 'supporter' THEN$p$;
BEGIN
  IF position(before IN written) = 0 THEN RAISE EXCEPTION 'sec.relations_of() does not list the roles'; END IF;
  EXECUTE replace(written, before, $p$WHEN 'outbox' THEN
      RETURN ARRAY(SELECT DISTINCT m.participant_id FROM evenkeel.message m
        WHERE m.center_id = me.center AND m.state = 'sending');
    $p$ || before);
END $do$;
