-- Somebody answered a changed week with "another time": what staff said to it. And the rails of whole-week choices, set on
-- a screen: every change a row that says by whom and when.

CREATE TABLE week_notice_reply (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  answer_id uuid NOT NULL,
  because text CHECK (length(btrim(because)) BETWEEN 1 AND 500),
  replied_by text NOT NULL,
  replied_at timestamptz NOT NULL DEFAULT now(),
  -- One reply to a question, however many people press the button.
  PRIMARY KEY (center_id, participant_id, answer_id),
  FOREIGN KEY (center_id, participant_id, answer_id) REFERENCES week_notice_answer (center_id, participant_id, id)
);
COMMENT ON TABLE week_notice_reply IS
  'C1: what staff said to a wish for another time: found (because is null), or why the time stays; append-only';
ALTER TABLE week_notice_reply ENABLE ROW LEVEL SECURITY;
ALTER TABLE week_notice_reply FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON week_notice_reply TO evenkeel_owner USING (true) WITH CHECK (true);
-- Asking is a request; a reply is given by whoever writes the schedule.
DO $$
BEGIN
  EXECUTE format('CREATE POLICY reads ON week_notice_reply FOR SELECT TO evenkeel_app USING (%s)',
    sec.row_rule('C1', 'r', ''));
  EXECUTE format('CREATE POLICY writes ON week_notice_reply FOR INSERT TO evenkeel_app WITH CHECK (%s)',
    sec.row_rule('C1', 'w', ''));
END $$;
GRANT SELECT ON week_notice_reply TO evenkeel_app;
GRANT INSERT (center_id, participant_id, answer_id, because, replied_by) ON week_notice_reply TO evenkeel_app;

CREATE TABLE choice_rails (
  center_id uuid NOT NULL REFERENCES center,
  id uuid NOT NULL,
  notice_hours int NOT NULL CHECK (notice_hours BETWEEN 0 AND 336),
  changes_a_week int NOT NULL CHECK (changes_a_week BETWEEN 0 AND 20),
  cover boolean NOT NULL,
  entered_by text NOT NULL,
  entered_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, id)
);
COMMENT ON TABLE choice_rails IS
  'configuration: what of a whole-week choice may take effect without a person, by whom it was set; the latest is in center.choice_*';
ALTER TABLE choice_rails ENABLE ROW LEVEL SECURITY;
ALTER TABLE choice_rails FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON choice_rails TO evenkeel_owner USING (true) WITH CHECK (true);
CREATE POLICY reads ON choice_rails FOR SELECT TO evenkeel_app USING (center_id = (SELECT sec.center()));
CREATE POLICY writes ON choice_rails FOR INSERT TO evenkeel_app
  WITH CHECK (center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w', 'outreach')));
GRANT SELECT ON choice_rails TO evenkeel_app;
GRANT INSERT (center_id, id, notice_hours, changes_a_week, cover, entered_by) ON choice_rails TO evenkeel_app;

-- The app changes these columns by no other way than a row above.
REVOKE UPDATE (choice_notice_hours, choice_changes_a_week, choice_cover) ON center FROM evenkeel_app;
CREATE FUNCTION sec.take_choice_rails() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE evenkeel.center SET choice_notice_hours = NEW.notice_hours, choice_changes_a_week = NEW.changes_a_week,
    choice_cover = NEW.cover WHERE id = NEW.center_id;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION sec.take_choice_rails() FROM PUBLIC;
CREATE TRIGGER take_choice_rails AFTER INSERT ON choice_rails FOR EACH ROW EXECUTE FUNCTION sec.take_choice_rails();
