-- Whose notes a supervisor signs as well, the sentence that sends such a note back, and what holds a signed note as it is
-- in the database itself.

-- The member of staff behind the account that asks.
CREATE FUNCTION sec.my_staff() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.staff_id FROM sec.claims() me JOIN auth.account a ON a.id = me.uid AND a.center_id = me.center
$$;
REVOKE ALL ON FUNCTION sec.my_staff() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.my_staff() TO evenkeel_app;

CREATE TABLE co_signature_rule (
  center_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  id uuid NOT NULL,
  needed boolean NOT NULL,
  entered_at timestamptz NOT NULL DEFAULT now(),
  entered_by uuid NOT NULL REFERENCES auth.account,
  entered_by_name text NOT NULL,
  PRIMARY KEY (center_id, staff_id, id),
  FOREIGN KEY (center_id, staff_id) REFERENCES staff (center_id, id)
);
COMMENT ON TABLE co_signature_rule IS 'configuration: whose notes need a second signature, by whom it was said; the latest row of a member of staff counts';

CREATE TABLE note_return (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  note_id uuid NOT NULL,
  words text NOT NULL CHECK (length(btrim(words)) BETWEEN 3 AND 2000),
  returned_by uuid NOT NULL REFERENCES auth.account,
  returned_by_name text NOT NULL,
  returned_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id)
);
CREATE INDEX return_of_note ON note_return (center_id, participant_id, note_id);
COMMENT ON TABLE note_return IS 'C2: a supervisor sent a signed note back to its author, with what to add; append-only';

-- Decided when the author signs: a rule changed later changes no note.
ALTER TABLE note_signature ADD COLUMN needs_co_signature boolean NOT NULL DEFAULT false;
-- What the hash is over: 1 is the words, 2 the words and what kind of note they are, of which session, added to which note.
ALTER TABLE note_signature ADD COLUMN covers int NOT NULL DEFAULT 1 CHECK (covers IN (1, 2));
CREATE INDEX co_signature_due ON note_signature (center_id, signed_at) WHERE needs_co_signature;

-- A signed note gets no further version, and a note only its author's. Locked by note, so that a save and a signature
-- at the same moment cannot pass each other.
CREATE FUNCTION evenkeel.keep_signed_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.id::text, 19));
  IF EXISTS (SELECT FROM evenkeel.note_signature s WHERE s.center_id = NEW.center_id
      AND s.participant_id = NEW.participant_id AND s.note_id = NEW.id) THEN
    RAISE EXCEPTION 'the note is signed' USING ERRCODE = '23505';
  END IF;
  IF EXISTS (SELECT FROM evenkeel.progress_note n WHERE n.center_id = NEW.center_id
      AND n.participant_id = NEW.participant_id AND n.id = NEW.id AND n.author_id <> NEW.author_id) THEN
    RAISE EXCEPTION 'the note is somebody else''s' USING ERRCODE = '23505';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keeps_signed BEFORE INSERT ON progress_note FOR EACH ROW EXECUTE FUNCTION evenkeel.keep_signed_note();

-- An author signs the latest version of the own note; a co-signer, somebody else, the version the author signed.
CREATE FUNCTION evenkeel.keep_signature() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.note_id::text, 19));
  IF NEW.signs_as = 'author' AND NOT EXISTS (SELECT FROM evenkeel.progress_note n WHERE n.center_id = NEW.center_id
      AND n.participant_id = NEW.participant_id AND n.id = NEW.note_id AND n.version = NEW.version
      AND n.author_id = NEW.signed_by AND NOT EXISTS (SELECT FROM evenkeel.progress_note later
        WHERE later.center_id = n.center_id AND later.participant_id = n.participant_id AND later.id = n.id
          AND later.version > n.version)) THEN
    RAISE EXCEPTION 'not the author''s latest version' USING ERRCODE = '23505';
  END IF;
  IF NEW.signs_as = 'co-signer' AND NOT EXISTS (SELECT FROM evenkeel.note_signature s WHERE s.center_id = NEW.center_id
      AND s.participant_id = NEW.participant_id AND s.note_id = NEW.note_id AND s.version = NEW.version
      AND s.signs_as = 'author' AND s.signed_by <> NEW.signed_by) THEN
    RAISE EXCEPTION 'not signed by somebody else' USING ERRCODE = '23505';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keeps_signature BEFORE INSERT ON note_signature FOR EACH ROW EXECUTE FUNCTION evenkeel.keep_signature();

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['co_signature_rule', 'note_return'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO evenkeel_app', name);
  END LOOP;
  -- What is not signed is its author's alone; everybody else reads the version that was signed.
  EXECUTE format($p$ALTER POLICY reads ON progress_note USING (((%s)
      AND EXISTS (SELECT FROM evenkeel.note_signature s WHERE s.center_id = progress_note.center_id
        AND s.participant_id = progress_note.participant_id AND s.note_id = progress_note.id
        AND s.version = progress_note.version))
    OR (center_id = (SELECT sec.center()) AND author_id = (SELECT sec.uid())
        AND participant_id <> ALL ((SELECT sec.blocked())::uuid[])))$p$, sec.row_rule('C2', 'r', ''));
  -- A supervisor signs beside the author, never in the author's place, except in sessions the supervisor held.
  EXECUTE format($p$ALTER POLICY writes ON note_signature WITH CHECK (((%s)
    OR ((%s) AND signs_as IS DISTINCT FROM 'author')
    OR (center_id = (SELECT sec.center()) AND session_id = ANY ((SELECT sec.led_by_me())::uuid[])
        AND participant_id = ANY ((SELECT sec.in_my_sessions())::uuid[])))
    AND signed_by = (SELECT sec.uid()))$p$, sec.row_rule('C2', 'w', ''), sec.row_rule('C2', 'w', 'co-sign'));
  EXECUTE format($p$CREATE POLICY reads ON note_return FOR SELECT TO evenkeel_app USING ((%s)
    OR (center_id = (SELECT sec.center()) AND participant_id <> ALL ((SELECT sec.blocked())::uuid[])
        AND note_id IN (SELECT n.id FROM evenkeel.progress_note n
          WHERE n.center_id = note_return.center_id AND n.participant_id = note_return.participant_id
            AND n.author_id = (SELECT sec.uid()))))$p$, sec.row_rule('C2', 'r', ''));
  EXECUTE format($p$CREATE POLICY writes ON note_return FOR INSERT TO evenkeel_app WITH CHECK ((%s)
    AND returned_by = (SELECT sec.uid()))$p$, sec.row_rule('C2', 'w', 'co-sign'));
END $$;

-- A supervisor says it of the people of the own site.
CREATE POLICY reads ON co_signature_rule FOR SELECT TO evenkeel_app USING (center_id = (SELECT sec.center()));
CREATE POLICY writes ON co_signature_rule FOR INSERT TO evenkeel_app WITH CHECK (center_id = (SELECT sec.center())
  AND (SELECT sec.reach('C2', 'w', 'co-sign')) = 'related' AND (SELECT sec.reach('C2', 'w')) = 'none'
  AND entered_by = (SELECT sec.uid())
  AND staff_id IN (SELECT mate.id FROM evenkeel.staff me JOIN evenkeel.staff mate
      ON mate.center_id = me.center_id AND mate.site_id = me.site_id
    WHERE me.center_id = (SELECT sec.center()) AND me.id = (SELECT sec.my_staff())));
