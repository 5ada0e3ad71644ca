-- A session has one signed note a person. An addendum belongs to its note and never stands for one; a second signature is
-- a supervisor's alone; whose notes need it is known to them and to the supervisors of their site.

-- Whether what is signed adds to another note: then it is no note of the session. Filled from the note, never by who signs.
ALTER TABLE note_signature ADD COLUMN adds boolean NOT NULL DEFAULT false;
UPDATE note_signature s SET adds = true FROM progress_note n
WHERE n.center_id = s.center_id AND n.participant_id = s.participant_id AND n.id = s.note_id AND n.version = s.version
  AND n.addendum_to IS NOT NULL;
-- Where a session was signed twice the first note stands for it, and the later one counts as added.
UPDATE note_signature later SET adds = true
WHERE later.signs_as = 'author' AND NOT later.adds AND EXISTS (SELECT FROM note_signature s
  WHERE s.center_id = later.center_id AND s.participant_id = later.participant_id AND s.session_id = later.session_id
    AND s.signs_as = 'author' AND NOT s.adds AND (s.signed_at, s.id) < (later.signed_at, later.id));
CREATE UNIQUE INDEX note_of_session_once ON note_signature (center_id, participant_id, session_id)
  WHERE signs_as = 'author' AND NOT adds;

CREATE FUNCTION evenkeel.tell_addenda() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  NEW.adds := EXISTS (SELECT FROM evenkeel.progress_note n WHERE n.center_id = NEW.center_id
    AND n.participant_id = NEW.participant_id AND n.id = NEW.note_id AND n.version = NEW.version
    AND n.addendum_to IS NOT NULL);
  RETURN NEW;
END $$;
CREATE TRIGGER tells_addenda BEFORE INSERT ON note_signature FOR EACH ROW EXECUTE FUNCTION evenkeel.tell_addenda();

-- Whoever writes notes signs as their author alone; beside the author signs who may and writes none. A row that says
-- neither is refused by the column itself.
DO $$
BEGIN
  EXECUTE format($p$ALTER POLICY writes ON note_signature WITH CHECK ((((%s) AND signs_as IS DISTINCT FROM 'co-signer')
    OR ((%s) AND signs_as IS DISTINCT FROM 'author' AND (SELECT sec.reach('C2', 'w')) = 'none')
    OR (center_id = (SELECT sec.center()) AND session_id = ANY ((SELECT sec.led_by_me())::uuid[])
        AND participant_id = ANY ((SELECT sec.in_my_sessions())::uuid[]) AND signs_as = 'author'))
    AND signed_by = (SELECT sec.uid()))$p$, sec.row_rule('C2', 'w', ''), sec.row_rule('C2', 'w', 'co-sign'));
END $$;

ALTER POLICY reads ON co_signature_rule USING (center_id = (SELECT sec.center())
  AND (staff_id = (SELECT sec.my_staff())
    OR ((SELECT sec.reach('C2', 'w', 'co-sign')) = 'related' AND (SELECT sec.reach('C2', 'w')) = 'none'
      AND staff_id IN (SELECT mate.id FROM evenkeel.staff me JOIN evenkeel.staff mate
          ON mate.center_id = me.center_id AND mate.site_id = me.site_id
        WHERE me.center_id = (SELECT sec.center()) AND me.id = (SELECT sec.my_staff())))));
