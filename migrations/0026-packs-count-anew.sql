-- A payer's new version changes what counts from its day on: whoever's hours the pack may count is counted again in the
-- weeks that day touches. Days before it keep the version they were counted by, so their entries stay as they are.

CREATE FUNCTION evenkeel.pack_is_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO sec.hours_due (center_id, participant_id, week_start)
  SELECT DISTINCT t.center_id, t.participant_id, t.week_start FROM evenkeel.seat t
    WHERE t.center_id = NEW.center_id AND t.week_start > NEW.effective_from - 7
      AND (EXISTS (SELECT FROM evenkeel.coverage c WHERE c.center_id = t.center_id
             AND c.participant_id = t.participant_id AND c.pack_id = NEW.id)
        -- Whom no coverage names on the first day of the week is counted by the program's own hours.
        OR NOT EXISTS (SELECT FROM evenkeel.coverage c WHERE c.center_id = t.center_id
             AND c.participant_id = t.participant_id AND c.from_date <= t.week_start))
  ON CONFLICT (center_id, participant_id, week_start) DO UPDATE SET since = clock_timestamp();
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION evenkeel.pack_is_due() FROM PUBLIC;
CREATE TRIGGER hours_due AFTER INSERT ON payer_pack FOR EACH ROW EXECUTE FUNCTION evenkeel.pack_is_due();
