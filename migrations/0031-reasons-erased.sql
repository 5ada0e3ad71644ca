-- Reasons of obligations stand in the database as they were told (docs/decisions/037), so an erasure deletes them: times
-- stay, why does not. sec.shred is that of 0009 with the one more step.

CREATE OR REPLACE FUNCTION sec.shred(person uuid, reason text) RETURNS TABLE (year_key uuid, key_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
  gone record;
BEGIN
  IF NOT coalesce(sec.may('C12', 'w', 'erasures', person), false) OR NOT sec.stepped_up() THEN
    RAISE EXCEPTION 'not available' USING ERRCODE = '42501';
  END IF;
  PERFORM FROM evenkeel.participant p WHERE p.center_id = me.center AND p.participant_id = person FOR UPDATE;
  IF NOT FOUND OR EXISTS (SELECT FROM evenkeel.legal_hold h WHERE h.center_id = me.center AND h.participant_id = person
                          AND h.lifted_at IS NULL) THEN
    RAISE EXCEPTION 'not available' USING ERRCODE = '42501';
  END IF;
  DELETE FROM sec.sealed_key k WHERE k.center_id = me.center AND k.participant_id = person
    RETURNING k.year_key, k.id INTO gone;
  -- Whoever adds an obligation at this moment holds the participant's row, so their reason is either seen here or refused.
  DELETE FROM evenkeel.obligation_reason r WHERE r.center_id = me.center AND r.participant_id = person;
  INSERT INTO evenkeel.erasure (center_id, participant_id, key_id, year_key, why, ordered_by)
  VALUES (me.center, person, gone.id, gone.year_key, reason, me.uid);
  RETURN QUERY SELECT gone.year_key, gone.id WHERE gone.id IS NOT NULL;
END $$;

-- Erasures of before are completed.
DELETE FROM evenkeel.obligation_reason r USING evenkeel.erasure e
  WHERE e.center_id = r.center_id AND e.participant_id = r.participant_id;

-- Nothing is told anew after an erasure, as with every sealed text; the rule is that of 0011 otherwise.
DO $$
BEGIN
  EXECUTE format($p$ALTER POLICY writes ON evenkeel.obligation_reason WITH CHECK (%s AND NOT sec.is_erased(participant_id))$p$,
    sec.row_rule('C5', 'w', 'busy-reasons'));
END $$;
