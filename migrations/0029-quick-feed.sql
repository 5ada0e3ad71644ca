-- The shortest of the reads people wait for take less time than row-level security asks for. They ask a function that
-- verifies the claims once and decides by the same rules (docs/decisions/020 and 036); the rules themselves become cheaper.

-- A matrix of a hundred rows on one page was read from end to end at every question: PostgreSQL takes that for cheaper than
-- its index, and it is six times as slow. On more pages it takes the index.
ALTER TABLE sec.matrix SET (fillfactor = 10);
CLUSTER sec.matrix USING matrix_pkey;

-- Functions that only functions with the owner's rights and a fixed path may call need neither anew.
ALTER FUNCTION sec.reach_of(sec.claim, text, text, text) SECURITY INVOKER RESET search_path;
ALTER FUNCTION sec.relations_of(sec.claim, text) SECURITY INVOKER RESET search_path;
ALTER FUNCTION sec.blocked_for(sec.claim) SECURITY INVOKER RESET search_path;

-- sec.related() of 0011 for claims that were verified; `reach` is what sec.reach_of() says of the same words.
CREATE FUNCTION sec.related_to(me sec.claim, reach text, class text, verb text) RETURNS uuid[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
  found uuid[] := '{}';
  blocked uuid[];
BEGIN
  IF me.role IS NULL OR reach = 'all' THEN RETURN found; END IF;
  IF reach <> 'none' THEN found := sec.relations_of(me, class); END IF;
  IF me.session IS NOT NULL AND verb = 'r' AND class IN ('C0', 'C1', 'C2', 'C3')
    AND sec.reach_of(me, 'C12', 'w', 'break-glass') = 'all' THEN
    found := found || ARRAY(SELECT b.participant_id FROM evenkeel.break_glass b
      WHERE b.center_id = me.center AND b.account_id = me.uid AND b.closed_at IS NULL
        AND b.expires_at > statement_timestamp());
  END IF;
  IF found = '{}' THEN RETURN found; END IF;
  blocked := sec.blocked_for(me);
  IF blocked = '{}' THEN RETURN found; END IF;
  RETURN ARRAY(SELECT unnest(found) EXCEPT SELECT unnest(blocked));
END $$;

CREATE OR REPLACE FUNCTION sec.related(class text, verb text, part text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  RETURN sec.related_to(me, sec.reach_of(me, class, verb, part), class, verb);
END $$;

-- The decision about one participant, for functions: as in 0006, by one verification instead of three.
CREATE FUNCTION sec.may_as(me sec.claim, class text, verb text, part text, participant uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  reach text := sec.reach_of(me, class, verb, part);
BEGIN
  IF reach = 'all' THEN RETURN participant <> ALL (sec.blocked_for(me)); END IF;
  RETURN participant = ANY (sec.related_to(me, reach, class, verb));
END $$;
CREATE OR REPLACE FUNCTION sec.may(class text, verb text, part text, participant uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN sec.may_as(sec.claims(), class, verb, part, participant);
END $$;

-- A person's seats from an instant on, for whoever reads the person's whole schedule: the calendar feed.
CREATE FUNCTION evenkeel.seats_since(person uuid, since timestamptz)
RETURNS TABLE (participant_id uuid, session_id uuid, starts_at timestamptz, ends_at timestamptz, seated_at timestamptz,
               withdrawn_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF NOT sec.may_as(me, 'C1', 'r', '', person) THEN RETURN; END IF;
  RETURN QUERY SELECT t.participant_id, t.session_id, t.starts_at, t.ends_at, t.seated_at, t.withdrawn_at
    FROM evenkeel.seat t
    WHERE t.center_id = me.center AND t.participant_id = person AND t.starts_at > since ORDER BY t.starts_at;
END $$;

-- What the ledger holds of one person's week, in the order it was entered, for whoever reads the person's hours.
CREATE FUNCTION evenkeel.entries_of_week(person uuid, week date) RETURNS SETOF evenkeel.ledger_entry
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF NOT sec.may_as(me, 'C1', 'r', 'hours-and-codes', person) THEN RETURN; END IF;
  RETURN QUERY SELECT l.* FROM evenkeel.ledger_entry l
    WHERE l.center_id = me.center AND l.participant_id = person AND l.week_start = week ORDER BY l.entered_at, l.id;
END $$;

REVOKE ALL ON FUNCTION sec.related_to(sec.claim, text, text, text), sec.may_as(sec.claim, text, text, text, uuid),
  evenkeel.seats_since(uuid, timestamptz), evenkeel.entries_of_week(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION evenkeel.seats_since(uuid, timestamptz), evenkeel.entries_of_week(uuid, date) TO evenkeel_app;

-- Two policies that let one see a seat are one: whoever holds the session (0017) is asked about last, and the center once.
DROP POLICY reads_own_group ON evenkeel.seat;
DO $$
BEGIN
  EXECUTE format($p$ALTER POLICY reads ON evenkeel.seat USING ((%s)
    OR (center_id = (SELECT sec.center()) AND session_id = ANY ((SELECT sec.led_by_me())::uuid[])
        AND participant_id = ANY ((SELECT sec.in_my_sessions())::uuid[])))$p$, sec.row_rule('C1', 'r', ''));
END $$;

-- The day's board asks for the sessions of one day among those of years.
CREATE INDEX session_of_day ON evenkeel.session (center_id, starts_wall) WHERE withdrawn_at IS NULL;
