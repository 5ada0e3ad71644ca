-- Row-level security asks who is there a few times in each statement, and the calendar feed's statement itself takes a
-- fraction of a millisecond. This file makes the asking cheap and decides nothing otherwise: each statement verifies the
-- signature and looks up session, reach, relations and blocks anew, and no answer outlives it. Nothing is kept between
-- statements because the app role can write every setting, and a kept answer would have to be proof against that
-- (docs/decisions/020).

-- Signed text is everything before the last separator. Cheaper than 0007 by text taken apart once, not put together again.
CREATE OR REPLACE FUNCTION sec.claims() RETURNS sec.claim
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  raw text := current_setting('evenkeel.claims', true);
  words text[];
  inner_pad bytea;
  outer_pad bytea;
  me sec.claim;
BEGIN
  IF raw IS NULL OR raw = '' THEN RETURN NULL; END IF;
  words := string_to_array(raw, '|');
  SELECT k.inner_key, k.outer_key INTO STRICT inner_pad, outer_pad FROM sec.claim_key k;
  IF cardinality(words) <> 7 OR length(words[7]) <> 64
    OR encode(sha256(outer_pad || sha256(inner_pad || convert_to(left(raw, -65), 'UTF8'))), 'hex') <> words[7] THEN
    RAISE EXCEPTION 'claims refused' USING ERRCODE = '28000';
  END IF;
  IF to_timestamp(words[6]::float8) < clock_timestamp() THEN RETURN NULL; END IF;
  me := ROW(nullif(words[1], '')::uuid, nullif(words[2], '')::uuid, words[3], words[4]::uuid, words[5])::sec.claim;
  IF words[3] IN ('import', 'setup', 'planner', 'outbox', 'sign-in') THEN RETURN me; END IF;
  IF words[3] = 'feed' THEN
    PERFORM FROM auth.feed f WHERE f.id = me.uid AND f.revoked_at IS NULL;
  ELSE
    PERFORM FROM auth.session s JOIN auth.account a ON a.id = s.account_id
      JOIN auth.account_role r ON r.account_id = s.account_id AND r.role = s.role
      WHERE s.id = me.session AND s.account_id = me.uid AND s.role = me.role AND s.center_id = me.center
        AND s.revoked_at IS NULL AND s.expires_at > now() AND a.deactivated_at IS NULL AND r.ended_at IS NULL
        AND s.locked_at IS NULL AND NOT s.enrolment_due
        AND (s.idle_limit IS NULL OR s.last_seen_at > now() - s.idle_limit);
  END IF;
  IF FOUND THEN RETURN me; END IF;
  RETURN NULL;
END $$;

-- One field each. They need no right of their own: whoever calls them may call sec.claims() as well.
CREATE OR REPLACE FUNCTION sec.center() RETURNS uuid
LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN (sec.claims()).center; END $$;
CREATE OR REPLACE FUNCTION sec.role() RETURNS text
LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN (sec.claims()).role; END $$;
CREATE OR REPLACE FUNCTION sec.uid() RETURNS uuid
LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN (sec.claims()).uid; END $$;

-- As in 0006, where one query sorted the reaches of class and part: all before related before own.
CREATE OR REPLACE FUNCTION sec.reach_of(me sec.claim, class text, verb text, part text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  whole text;
  piece text;
BEGIN
  IF me.role IS NULL THEN RETURN 'none'; END IF;
  IF me.role = 'setup' THEN
    PERFORM FROM evenkeel.publication p WHERE p.center_id = me.center LIMIT 1;
    IF FOUND THEN RETURN 'none'; END IF;
  END IF;
  SELECT m.reach INTO whole FROM sec.matrix m
    WHERE m.role = me.role AND m.class = reach_of.class AND m.verb = reach_of.verb AND m.part = '';
  IF reach_of.part = '' OR whole = 'all' THEN RETURN coalesce(whole, 'none'); END IF;
  SELECT m.reach INTO piece FROM sec.matrix m
    WHERE m.role = me.role AND m.class = reach_of.class AND m.verb = reach_of.verb AND m.part = reach_of.part;
  IF piece = 'all' OR whole IS NULL THEN RETURN coalesce(piece, 'none'); END IF;
  RETURN CASE 'related' WHEN piece THEN piece ELSE whole END;
END $$;

CREATE OR REPLACE FUNCTION sec.reaches_all(class text, verb text, part text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN sec.reach_of(sec.claims(), class, verb, part) = 'all';
END $$;

CREATE OR REPLACE FUNCTION sec.blocked_for(me sec.claim) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN ARRAY(SELECT b.participant_id FROM evenkeel.access_block b
    WHERE b.center_id = me.center AND b.account_id = me.uid AND b.lifted_at IS NULL);
END $$;
CREATE OR REPLACE FUNCTION sec.blocked() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN sec.blocked_for(sec.claims());
END $$;

-- The relations of 0006, a statement each: one expression prepared the lookups of every role for each of them.
CREATE OR REPLACE FUNCTION sec.relations_of(me sec.claim, class text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  CASE me.role
    WHEN 'feed' THEN
      RETURN ARRAY(SELECT f.participant_id FROM auth.feed f WHERE f.id = me.uid AND f.center_id = me.center);
    WHEN 'participant' THEN
      RETURN ARRAY(SELECT a.participant_id FROM auth.account a
        WHERE a.id = me.uid AND a.center_id = me.center AND a.participant_id IS NOT NULL);
    WHEN 'counselor' THEN
      RETURN ARRAY(SELECT DISTINCT c.participant_id FROM auth.account a
        JOIN evenkeel.caseload c ON c.center_id = a.center_id AND c.staff_id = a.staff_id
        WHERE a.id = me.uid AND a.center_id = me.center
          AND (c.kind = 'own' OR c.from_date <= current_date) AND (c.until_date IS NULL OR c.until_date >= current_date));
    WHEN 'supervisor' THEN
      RETURN ARRAY(SELECT DISTINCT c.participant_id FROM auth.account a
        JOIN evenkeel.staff s ON s.center_id = a.center_id AND s.id = a.staff_id
        JOIN evenkeel.staff t ON t.center_id = s.center_id AND t.site_id = s.site_id
        JOIN evenkeel.caseload c ON c.center_id = t.center_id AND c.staff_id = t.id
        WHERE a.id = me.uid AND a.center_id = me.center
          AND (c.kind = 'own' OR c.from_date <= current_date) AND (c.until_date IS NULL OR c.until_date >= current_date));
    WHEN 'screen-technician' THEN
      RETURN ARRAY(SELECT DISTINCT t.participant_id FROM evenkeel.seat t
        WHERE t.center_id = me.center AND t.withdrawn_at IS NULL
          AND t.starts_at < now() + interval '12 hours' AND t.ends_at > now() - interval '12 hours');
    WHEN 'supporter' THEN
      -- What was disclosed to a supporter (C12) is recorded whatever class it had.
      RETURN sec.sharing(me, nullif(class, 'C12'));
    ELSE
      RETURN '{}';
  END CASE;
END $$;

-- As in 0006. Whoever reaches all needs no relation; only an account that signed in can have broken the glass.
CREATE OR REPLACE FUNCTION sec.related(class text, verb text, part text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
  reach text := sec.reach_of(me, class, verb, part);
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

-- Participants whose rows of this class are withheld from claims that reach all others; NULL where they don't.
CREATE FUNCTION sec.withheld(class text, verb text, part text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF sec.reach_of(me, class, verb, part) <> 'all' THEN RETURN NULL; END IF;
  RETURN sec.blocked_for(me);
END $$;
REVOKE ALL ON FUNCTION sec.withheld(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.withheld(text, text, text) TO evenkeel_app;

-- The rule of 0006 with three questions instead of four, the last of them only for rows of people one isn't related to.
CREATE OR REPLACE FUNCTION sec.row_rule(class text, verb text, part text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $f$
  SELECT format($p$center_id = (SELECT sec.center())
    AND (participant_id = ANY ((SELECT sec.related(%1$L, %2$L, %3$L))::uuid[])
      OR participant_id <> ALL ((SELECT sec.withheld(%1$L, %2$L, %3$L))::uuid[]))$p$, class, verb, part)
$f$;

DO $$
DECLARE
  name text;
  class text;
  part text;
BEGIN
  FOREACH name IN ARRAY ARRAY['participant', 'episode', 'participant_site', 'caseload', 'prescription',
      'prescribed_service', 'family_time', 'obligation', 'obligation_reason', 'calendar_coverage'] LOOP
    class := CASE name WHEN 'participant' THEN 'C0' WHEN 'obligation_reason' THEN 'C5' ELSE 'C1' END;
    part := CASE name WHEN 'obligation_reason' THEN 'busy-reasons' ELSE '' END;
    EXECUTE format('ALTER POLICY reads ON %I USING (%s)', name, sec.row_rule(class, 'r', part));
    EXECUTE format('ALTER POLICY writes ON %I WITH CHECK (%s)', name, sec.row_rule(class, 'w', part));
    EXECUTE format('ALTER POLICY changes ON %I USING (%s)', name, sec.row_rule(class, 'w', part));
  END LOOP;
  FOREACH name IN ARRAY ARRAY['seat', 'shortfall'] LOOP
    EXECUTE format('ALTER POLICY reads ON %I USING (%s)', name, sec.row_rule('C1', 'r', ''));
  END LOOP;
END $$;
