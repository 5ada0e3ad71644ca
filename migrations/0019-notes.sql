-- Progress notes of sessions: one for each person, also where one group note was written for many. A note is written in
-- versions until it is signed; what is signed is never changed, an addendum is a note of its own that names it.

INSERT INTO sec.matrix (role, class, verb, part, reach) VALUES ('supervisor', 'C2', 'w', 'co-sign', 'related');

CREATE TABLE progress_note (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  version int NOT NULL CHECK (version > 0),
  session_id uuid,
  addendum_to uuid,
  kind text NOT NULL CHECK (kind IN ('group', 'individual', 'family', 'medical', 'case-management')),
  template text NOT NULL CHECK (template IN ('DAP', 'BIRP', 'SOAP')),
  -- The template's parts in order, e.g. {"data": "...", "assessment": "...", "plan": "..."}.
  parts jsonb NOT NULL,
  chips text[] NOT NULL DEFAULT '{}',
  copied_from uuid,
  author_id uuid NOT NULL REFERENCES auth.account,
  author_name text NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, participant_id, id, version),
  UNIQUE (center_id, participant_id, id, version, author_id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, session_id) REFERENCES session (center_id, id)
);
CREATE INDEX note_of_session ON progress_note (center_id, session_id);
CREATE INDEX note_of_author ON progress_note (center_id, author_id, written_at);
COMMENT ON TABLE progress_note IS 'C2: what happened in a session, for one person, in versions; append-only';

CREATE TABLE note_signature (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  note_id uuid NOT NULL,
  version int NOT NULL,
  session_id uuid,
  signs_as text NOT NULL CHECK (signs_as IN ('author', 'co-signer')),
  signed_by uuid NOT NULL REFERENCES auth.account,
  signed_by_name text NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  signed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, participant_id, id),
  UNIQUE (center_id, participant_id, note_id, signs_as),
  FOREIGN KEY (center_id, participant_id, note_id, version) REFERENCES progress_note (center_id, participant_id, id, version)
);
CREATE INDEX signature_of_session ON note_signature (center_id, session_id);
COMMENT ON TABLE note_signature IS 'C2: who signed which version of a note, with its hash; append-only, and the note is locked by it';

-- The words of a group note before they become notes of single people: the shared narrative and a line for each member.
CREATE TABLE group_draft (
  center_id uuid NOT NULL,
  session_id uuid NOT NULL,
  version int NOT NULL CHECK (version > 0),
  document jsonb NOT NULL,
  author_id uuid NOT NULL REFERENCES auth.account,
  author_name text NOT NULL,
  saved_at timestamptz NOT NULL DEFAULT now(),
  -- Two who save over the same version cannot both be the next one: the second reads what it missed.
  PRIMARY KEY (center_id, session_id, version),
  FOREIGN KEY (center_id, session_id) REFERENCES session (center_id, id)
);
COMMENT ON TABLE group_draft IS 'C6: a group note while it is written, every saved state; whoever holds the session reads it';

CREATE TRIGGER hours_due AFTER INSERT ON note_signature FOR EACH ROW EXECUTE FUNCTION evenkeel.person_is_due();

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['progress_note', 'note_signature', 'group_draft'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO evenkeel_app', name);
  END LOOP;
  -- The person's counselors, prescribers, a supervisor's own team and the person; and the author, who may have led the
  -- group without being anybody's counselor.
  EXECUTE format($p$CREATE POLICY reads ON progress_note FOR SELECT TO evenkeel_app USING ((%s)
    OR (center_id = (SELECT sec.center()) AND author_id = (SELECT sec.uid())
        AND participant_id <> ALL ((SELECT sec.blocked())::uuid[])))$p$, sec.row_rule('C2', 'r', ''));
  EXECUTE format($p$CREATE POLICY writes ON progress_note FOR INSERT TO evenkeel_app WITH CHECK (((%s)
    OR (center_id = (SELECT sec.center()) AND session_id = ANY ((SELECT sec.led_by_me())::uuid[])
        AND participant_id = ANY ((SELECT sec.in_my_sessions())::uuid[])))
    AND author_id = (SELECT sec.uid()))$p$, sec.row_rule('C2', 'w', ''));
  EXECUTE format($p$CREATE POLICY reads ON note_signature FOR SELECT TO evenkeel_app USING ((%s)
    OR (center_id = (SELECT sec.center()) AND signed_by = (SELECT sec.uid())
        AND participant_id <> ALL ((SELECT sec.blocked())::uuid[])))$p$, sec.row_rule('C2', 'r', 'signatures'));
  EXECUTE format($p$CREATE POLICY writes ON note_signature FOR INSERT TO evenkeel_app WITH CHECK (((%s)
    OR (%s) OR (center_id = (SELECT sec.center()) AND session_id = ANY ((SELECT sec.led_by_me())::uuid[])
        AND participant_id = ANY ((SELECT sec.in_my_sessions())::uuid[])))
    AND signed_by = (SELECT sec.uid()))$p$, sec.row_rule('C2', 'w', ''), sec.row_rule('C2', 'w', 'co-sign'));
END $$;
CREATE POLICY reads ON group_draft FOR SELECT TO evenkeel_app
  USING (center_id = (SELECT sec.center()) AND session_id = ANY ((SELECT sec.led_by_me())::uuid[]));
CREATE POLICY writes ON group_draft FOR INSERT TO evenkeel_app
  WITH CHECK (center_id = (SELECT sec.center()) AND session_id = ANY ((SELECT sec.led_by_me())::uuid[])
    AND author_id = (SELECT sec.uid()));
