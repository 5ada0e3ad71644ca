-- Sessions somebody shall keep when a week is planned again: one person, one service, one time and place. Of a group the
-- leader and the room may change; a one-to-one session is pinned with its staff member.

CREATE TABLE pin (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  week_start date NOT NULL CHECK (extract(isodow FROM week_start) = 1),
  service_id uuid NOT NULL,
  starts_wall timestamp NOT NULL,
  staff_id uuid,
  site_id uuid NOT NULL,
  telehealth boolean NOT NULL,
  pinned_at timestamptz NOT NULL DEFAULT now(),
  pinned_by text NOT NULL,
  removed_at timestamptz,
  removed_by text,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, service_id) REFERENCES service (center_id, id),
  FOREIGN KEY (center_id, staff_id) REFERENCES staff (center_id, id),
  FOREIGN KEY (center_id, site_id) REFERENCES site (center_id, id),
  CHECK (starts_wall >= week_start AND starts_wall < week_start + 7),
  CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);
CREATE UNIQUE INDEX pin_once ON pin (center_id, participant_id, week_start, service_id, starts_wall)
  WHERE removed_at IS NULL;
CREATE INDEX pin_of_week ON pin (center_id, week_start) WHERE removed_at IS NULL;
COMMENT ON TABLE pin IS 'C1: a session a person keeps when the week is planned again, by whom and until when; removed, never deleted';

ALTER TABLE pin ENABLE ROW LEVEL SECURITY;
ALTER TABLE pin FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON pin TO evenkeel_owner USING (true) WITH CHECK (true);
DO $$
BEGIN
  EXECUTE format('CREATE POLICY reads ON pin FOR SELECT TO evenkeel_app USING (%s)', sec.row_rule('C1', 'r', ''));
  EXECUTE format('CREATE POLICY writes ON pin FOR INSERT TO evenkeel_app WITH CHECK (%s)', sec.row_rule('C1', 'w', ''));
  EXECUTE format('CREATE POLICY changes ON pin FOR UPDATE TO evenkeel_app USING (%s)', sec.row_rule('C1', 'w', ''));
END $$;
GRANT SELECT, INSERT ON pin TO evenkeel_app;
GRANT UPDATE (removed_at, removed_by) ON pin TO evenkeel_app;
