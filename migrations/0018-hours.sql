-- The hours ledger: prescribed, planned, attended, countable, billable; every number with its rule and its events. Entries
-- are computed from events alone (src/hours/ledger.ts) by the actor `ledger` and never changed: a correction replaces one.

INSERT INTO sec.matrix (role, class, verb, part, reach) VALUES
  ('ledger', 'C1', 'r', '', 'all'), ('ledger', 'C1', 'w', '', 'all'), ('ledger', 'C9', 'r', '', 'all'),
  ('ledger', 'C9', 'w', 'packs', 'all'),
  ('ledger', 'C2', 'r', 'signatures', 'all');

-- The ledger is no person either: its claims name no session.
DO $$
DECLARE
  written text := pg_get_functiondef('sec.claims()'::regprocedure);
BEGIN
  IF position($p$'planner', 'outbox'$p$ IN written) = 0 THEN RAISE EXCEPTION 'sec.claims() does not list the actors'; END IF;
  EXECUTE replace(written, $p$'planner', 'outbox'$p$, $p$'planner', 'ledger', 'outbox'$p$);
END $$;

-- What payers count and pay, as data; a version is never changed, a new one takes effect on its day.
CREATE TABLE payer_pack (
  center_id uuid NOT NULL REFERENCES center,
  id text NOT NULL CHECK (id ~ '^[a-z0-9][a-z0-9-]{1,60}$'),
  version int NOT NULL CHECK (version > 0),
  effective_from date NOT NULL,
  document jsonb NOT NULL,
  entered_at timestamptz NOT NULL DEFAULT now(),
  entered_by text NOT NULL,
  PRIMARY KEY (center_id, id, version),
  CHECK (document ->> 'id' = id AND (document ->> 'version')::int = version
    AND document ->> 'effectiveFrom' = to_char(effective_from, 'YYYY-MM-DD'))
);
COMMENT ON TABLE payer_pack IS 'configuration: payers'' rules as data, in versions; append-only';

-- Minutes of a service that are a break, counted from its start.
CREATE TABLE service_break (
  center_id uuid NOT NULL,
  service_id uuid NOT NULL,
  starts_minute int NOT NULL CHECK (starts_minute >= 0),
  minutes int NOT NULL CHECK (minutes BETWEEN 1 AND 120),
  PRIMARY KEY (center_id, service_id, starts_minute),
  FOREIGN KEY (center_id, service_id) REFERENCES service (center_id, id)
);
COMMENT ON TABLE service_break IS 'configuration: breaks inside a service';

CREATE TABLE coverage (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  pack_id text NOT NULL,
  from_date date NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by uuid,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id)
);
COMMENT ON TABLE coverage IS 'C9: which payer''s rules count a person''s hours, from a day on; append-only, the latest counts';

CREATE TABLE payer_paper (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('plan', 'certification', 'authorization', 'partial-hospitalization')),
  from_date date NOT NULL,
  until_date date CHECK (until_date >= from_date),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by uuid,
  withdrawn_at timestamptz,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id)
);
COMMENT ON TABLE payer_paper IS 'C9: signed plans, certifications and authorizations, by the days they hold for';

CREATE TABLE ledger_entry (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  week_start date NOT NULL CHECK (extract(isodow FROM week_start) = 1),
  stage text NOT NULL CHECK (stage IN ('prescribed', 'planned', 'attended', 'countable', 'billable')),
  subject text NOT NULL,
  day date,
  minutes int NOT NULL CHECK (minutes >= 0),
  rule text NOT NULL,
  rule_version int NOT NULL,
  events text[] NOT NULL,
  replaces uuid,
  entered_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, participant_id, replaces) REFERENCES ledger_entry (center_id, participant_id, id),
  CONSTRAINT entry_once UNIQUE NULLS NOT DISTINCT (center_id, participant_id, week_start, stage, subject, replaces)
);
COMMENT ON TABLE ledger_entry IS 'C1: minutes of a week by stage, each with its rule and the events it was read from; append-only';

-- Weeks whose events changed since they were last counted. Closed to the app role: the ledger takes them by a function.
CREATE TABLE sec.hours_due (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  week_start date NOT NULL,
  since timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (center_id, participant_id, week_start),
  FOREIGN KEY (center_id, participant_id) REFERENCES evenkeel.participant (center_id, participant_id)
);
COMMENT ON TABLE sec.hours_due IS 'C1: whose week has to be counted again; a work list, emptied by the ledger';

-- Every event that can change a week's hours says so in its own transaction, whatever route it came by. A week that is
-- counted at this moment is named again: the row is touched, and the ledger takes it only as old as it read it.
CREATE FUNCTION evenkeel.week_is_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO sec.hours_due (center_id, participant_id, week_start)
  VALUES (NEW.center_id, NEW.participant_id, NEW.week_start)
  ON CONFLICT (center_id, participant_id, week_start) DO UPDATE SET since = clock_timestamp();
  RETURN NULL;
END $$;
-- Doses, payers, papers and signatures say no week: every week the person has seats in is counted again. A week whose
-- numbers stay the same gets no entry.
CREATE FUNCTION evenkeel.person_is_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO sec.hours_due (center_id, participant_id, week_start)
  SELECT DISTINCT t.center_id, t.participant_id, t.week_start FROM evenkeel.seat t
    WHERE t.center_id = NEW.center_id AND t.participant_id = NEW.participant_id
  ON CONFLICT (center_id, participant_id, week_start) DO UPDATE SET since = clock_timestamp();
  RETURN NULL;
END $$;
-- Whether a group was held depends on all who came: a mark of one member counts for the others too.
CREATE FUNCTION evenkeel.group_is_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO sec.hours_due (center_id, participant_id, week_start)
  SELECT t.center_id, t.participant_id, t.week_start FROM evenkeel.seat t
    WHERE t.center_id = NEW.center_id AND t.session_id = NEW.session_id AND t.withdrawn_at IS NULL
    ORDER BY t.participant_id
  ON CONFLICT (center_id, participant_id, week_start) DO UPDATE SET since = clock_timestamp();
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION evenkeel.week_is_due(), evenkeel.person_is_due(), evenkeel.group_is_due() FROM PUBLIC;
-- Takes the week that has waited longest; undefined for everybody but the ledger. Weeks another server has in hand are left.
CREATE FUNCTION sec.next_hours_due() RETURNS TABLE (participant_id uuid, week_start date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF me.role IS DISTINCT FROM 'ledger' THEN RETURN; END IF;
  RETURN QUERY DELETE FROM sec.hours_due d USING (SELECT h.participant_id, h.week_start FROM sec.hours_due h
      WHERE h.center_id = me.center ORDER BY h.since LIMIT 1 FOR UPDATE SKIP LOCKED) due
    WHERE d.center_id = me.center AND d.participant_id = due.participant_id AND d.week_start = due.week_start
    RETURNING d.participant_id, d.week_start;
END $$;
REVOKE ALL ON FUNCTION sec.next_hours_due() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.next_hours_due() TO evenkeel_app;

CREATE TRIGGER hours_due AFTER INSERT OR UPDATE ON seat FOR EACH ROW EXECUTE FUNCTION evenkeel.week_is_due();
CREATE TRIGGER hours_due AFTER INSERT ON attendance_mark FOR EACH ROW EXECUTE FUNCTION evenkeel.group_is_due();
CREATE TRIGGER hours_due AFTER INSERT ON prescription FOR EACH ROW EXECUTE FUNCTION evenkeel.person_is_due();
CREATE TRIGGER hours_due AFTER INSERT ON coverage FOR EACH ROW EXECUTE FUNCTION evenkeel.person_is_due();
CREATE TRIGGER hours_due AFTER INSERT OR UPDATE ON payer_paper FOR EACH ROW EXECUTE FUNCTION evenkeel.person_is_due();

DO $$
DECLARE
  name text;
  class text;
  part text;
BEGIN
  FOREACH name IN ARRAY ARRAY['payer_pack', 'service_break', 'coverage', 'payer_paper', 'ledger_entry'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['payer_pack', 'service_break'] LOOP
    EXECUTE format('CREATE POLICY reads ON %I FOR SELECT TO evenkeel_app USING (center_id = (SELECT sec.center()))', name);
    EXECUTE format($p$CREATE POLICY writes ON %I FOR INSERT TO evenkeel_app WITH CHECK (center_id = (SELECT sec.center())
      AND (SELECT sec.reaches_all('C9', 'w', 'packs')))$p$, name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO evenkeel_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['coverage', 'payer_paper', 'ledger_entry'] LOOP
    class := CASE WHEN name IN ('coverage', 'payer_paper') THEN 'C9' ELSE 'C1' END;
    part := CASE name WHEN 'ledger_entry' THEN 'hours-and-codes' ELSE '' END;
    EXECUTE format('CREATE POLICY reads ON %I FOR SELECT TO evenkeel_app USING (%s)', name, sec.row_rule(class, 'r', part));
    EXECUTE format('CREATE POLICY writes ON %I FOR INSERT TO evenkeel_app WITH CHECK (%s)', name, CASE name
      WHEN 'ledger_entry' THEN $p$center_id = (SELECT sec.center()) AND (SELECT sec.role()) = 'ledger'$p$
      ELSE sec.row_rule(class, 'w', '') END);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO evenkeel_app', name);
  END LOOP;
END $$;
CREATE POLICY changes ON payer_paper FOR UPDATE TO evenkeel_app
  USING (center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C9', 'w'))
    AND participant_id <> ALL ((SELECT sec.blocked())::uuid[]));
GRANT UPDATE (withdrawn_at) ON payer_paper TO evenkeel_app;
