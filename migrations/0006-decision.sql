-- Who may see what, decided once more by the database: roles x classes (sec.matrix), relations, consents, blocks and
-- break-glass (trust.md 4). access/matrix.ts and access/decide.ts say the same for the application, written apart from
-- this file; src/authorization.routes.test.ts compares the two for every case.

-- The matrix of trust.md 4.2. reach: all (everybody in the center), related (own record, caseload, team, consent), own
-- (related, and only what one wrote oneself). part: '' is the whole class; a named part opens nothing but the policies
-- and functions that name it.
CREATE TABLE sec.matrix (
  role text NOT NULL,
  class text NOT NULL CHECK (class ~ '^C([0-9]|1[0-2])$'),
  verb text NOT NULL CHECK (verb IN ('r', 'w')),
  part text NOT NULL DEFAULT '',
  reach text NOT NULL CHECK (reach IN ('all', 'related', 'own')),
  PRIMARY KEY (role, class, verb, part)
);
COMMENT ON TABLE sec.matrix IS 'C12: which role may read and write which class of data, and how far';

INSERT INTO sec.matrix (role, class, verb, part, reach) VALUES
  ('participant', 'C0', 'r', '', 'related'), ('participant', 'C0', 'w', 'contact-in-24-hours', 'related'),
  ('participant', 'C1', 'r', '', 'related'), ('participant', 'C1', 'w', 'request', 'related'),
  ('participant', 'C2', 'r', '', 'related'), ('participant', 'C3', 'r', 'after-review', 'related'),
  ('participant', 'C4', 'r', 'on-request', 'related'),
  ('participant', 'C5', 'r', '', 'related'), ('participant', 'C5', 'w', '', 'related'),
  ('participant', 'C6', 'r', '', 'related'), ('participant', 'C9', 'r', '', 'related'),
  ('participant', 'C10', 'r', '', 'related'), ('participant', 'C10', 'w', 'consent', 'related'),
  ('participant', 'C12', 'r', 'disclosures', 'related'),
  ('supporter', 'C1', 'r', 'shared-week', 'related'), ('supporter', 'C2', 'r', 'summary', 'related'),
  ('supporter', 'C7', 'w', '', 'own'), ('supporter', 'C12', 'w', 'disclosures', 'related'),
  ('counselor', 'C0', 'r', '', 'related'),
  ('counselor', 'C1', 'r', '', 'related'), ('counselor', 'C1', 'w', '', 'related'),
  ('counselor', 'C1', 'r', 'timetable', 'all'),
  ('counselor', 'C2', 'r', '', 'related'), ('counselor', 'C2', 'w', '', 'related'),
  ('counselor', 'C3', 'r', '', 'related'),
  ('counselor', 'C4', 'r', '', 'own'), ('counselor', 'C4', 'w', '', 'own'),
  ('counselor', 'C5', 'r', '', 'related'), ('counselor', 'C5', 'w', '', 'related'),
  ('counselor', 'C6', 'r', '', 'own'), ('counselor', 'C6', 'w', '', 'own'),
  ('counselor', 'C7', 'r', '', 'related'),
  ('counselor', 'C8', 'r', '', 'related'), ('counselor', 'C8', 'w', '', 'related'),
  ('counselor', 'C10', 'w', '', 'related'), ('counselor', 'C10', 'r', 'consent', 'related'),
  ('counselor', 'C12', 'w', 'disclosures', 'related'), ('counselor', 'C12', 'w', 'break-glass', 'all'),
  ('prescriber', 'C0', 'r', '', 'all'), ('prescriber', 'C1', 'r', '', 'all'),
  ('prescriber', 'C2', 'r', '', 'all'), ('prescriber', 'C2', 'w', '', 'all'),
  ('prescriber', 'C3', 'r', '', 'all'), ('prescriber', 'C3', 'w', '', 'all'),
  ('prescriber', 'C5', 'r', 'flags', 'all'), ('prescriber', 'C8', 'r', '', 'all'),
  ('prescriber', 'C12', 'w', 'break-glass', 'all'),
  ('screen-technician', 'C0', 'r', 'name-and-photo', 'related'), ('screen-technician', 'C1', 'r', 'today', 'related'),
  ('screen-technician', 'C3', 'w', '', 'related'),
  ('front-desk', 'C0', 'r', '', 'all'), ('front-desk', 'C0', 'w', '', 'all'),
  ('front-desk', 'C1', 'r', '', 'all'), ('front-desk', 'C1', 'w', '', 'all'),
  ('front-desk', 'C8', 'r', 'safe-contact', 'all'),
  ('front-desk', 'C10', 'r', 'consent', 'all'), ('front-desk', 'C10', 'w', 'consent', 'all'),
  ('front-desk', 'C12', 'r', 'imports', 'all'), ('front-desk', 'C12', 'w', 'disclosures', 'all'),
  ('biller', 'C0', 'r', '', 'all'), ('biller', 'C1', 'r', 'hours-and-codes', 'all'),
  ('biller', 'C2', 'r', 'diagnosis-code', 'all'), ('biller', 'C9', 'r', '', 'all'), ('biller', 'C9', 'w', '', 'all'),
  ('supervisor', 'C0', 'r', '', 'all'), ('supervisor', 'C1', 'r', '', 'all'),
  ('supervisor', 'C2', 'r', '', 'related'), ('supervisor', 'C3', 'r', '', 'all'),
  ('supervisor', 'C4', 'r', 'co-sign', 'related'), ('supervisor', 'C5', 'r', 'flags', 'all'),
  ('supervisor', 'C8', 'r', '', 'all'), ('supervisor', 'C10', 'r', '', 'all'), ('supervisor', 'C11', 'r', '', 'all'),
  ('supervisor', 'C12', 'w', 'break-glass', 'all'),
  ('privacy-officer', 'C0', 'r', '', 'all'), ('privacy-officer', 'C1', 'r', '', 'all'),
  ('privacy-officer', 'C10', 'r', '', 'all'), ('privacy-officer', 'C12', 'r', '', 'all'),
  ('privacy-officer', 'C12', 'w', 'blocks', 'all'), ('privacy-officer', 'C12', 'w', 'break-glass', 'all'),
  ('privacy-officer', 'C12', 'w', 'reviews', 'all'),
  ('director', 'C1', 'r', 'aggregate', 'all'), ('director', 'C2', 'r', 'aggregate', 'all'),
  ('director', 'C3', 'r', 'aggregate', 'all'), ('director', 'C5', 'r', 'aggregate', 'all'),
  ('director', 'C9', 'r', 'aggregate', 'all'), ('director', 'C10', 'r', 'aggregate', 'all'),
  ('director', 'C11', 'r', '', 'all'),
  ('administrator', 'C12', 'r', 'imports', 'all'),
  ('laboratory', 'C3', 'w', 'inbox', 'all'),
  ('third-party', 'C1', 'r', 'attendance-letter', 'related'), ('third-party', 'C3', 'r', 'as-granted', 'related'),
  ('third-party', 'C10', 'r', 'own-document', 'related'),
  ('planner', 'C1', 'r', '', 'all'), ('planner', 'C1', 'w', '', 'all'),
  ('feed', 'C1', 'r', '', 'related'),
  ('outbox', 'C0', 'r', 'effect', 'related');
INSERT INTO sec.matrix (role, class, verb, part, reach)
  SELECT role, class, verb, part, 'all' FROM unnest(ARRAY['import', 'setup']) role, unnest(ARRAY['r', 'w']) verb,
    (VALUES ('C0', ''), ('C1', ''), ('C5', 'busy-reasons'), ('C12', 'imports')) AS cell (class, part);

-- ---------------------------------------------------------------------------------------------------------------
-- Consents (42 CFR 2.31), never edited: a change is a new document and the revocation of the old.

CREATE TABLE consent (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('tpo', 'supporter', 'counseling-notes', 'legal-proceedings', 'other')),
  grantee_account uuid REFERENCES auth.account,
  recipient text NOT NULL,
  purpose text NOT NULL,
  classes text[] NOT NULL CHECK (cardinality(classes) > 0
    AND classes <@ ARRAY['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C9', 'C10']),
  begins_at timestamptz NOT NULL DEFAULT now(),
  expires_on date,
  ends_at timestamptz CHECK (ends_at > begins_at),
  expiry_event text CHECK (expiry_event IN ('end-of-treatment', 'none')),
  method text NOT NULL CHECK (method IN ('electronic', 'paper')),
  document text NOT NULL,
  hash bytea NOT NULL,
  signed_on date NOT NULL,
  signed_by text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by uuid NOT NULL,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  -- The bytes as they were signed, and the columns that decide, say the same.
  CHECK (hash = sha256(convert_to(document, 'UTF8'))),
  CHECK (document::jsonb -> 'classes' = to_jsonb(classes)),
  CHECK ((expires_on IS NULL) = (ends_at IS NULL) AND (expires_on IS NULL) <> (expiry_event IS NULL)),
  CHECK (expiry_event IS DISTINCT FROM 'none' OR kind = 'tpo'),
  -- Counseling notes need a consent of their own, combined with nothing else (42 CFR 2.31(b)).
  CHECK (('C4' = ANY (classes)) = (kind = 'counseling-notes') AND (kind <> 'counseling-notes' OR classes = ARRAY['C4'])),
  CHECK (kind <> 'supporter' OR (classes <@ ARRAY['C1', 'C2'] AND grantee_account IS NOT NULL))
);
CREATE INDEX consent_of_grantee ON consent (center_id, grantee_account) WHERE grantee_account IS NOT NULL;
COMMENT ON TABLE consent IS 'C10: a signed consent: who may be told what, why and until when; append-only';

CREATE TABLE consent_revocation (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  consent_id uuid NOT NULL,
  because text NOT NULL DEFAULT 'revoked' CHECK (because IN ('revoked', 'known-false')),
  revoked_at timestamptz NOT NULL DEFAULT now(),
  revoked_by uuid NOT NULL,
  revoked_by_name text NOT NULL,
  PRIMARY KEY (center_id, participant_id, consent_id),
  FOREIGN KEY (center_id, participant_id, consent_id) REFERENCES consent (center_id, participant_id, id)
);
COMMENT ON TABLE consent_revocation IS 'C10: who ended a consent, and when; append-only';

CREATE TABLE disclosure (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  disclosed_at timestamptz NOT NULL DEFAULT now(),
  recipient text NOT NULL,
  purpose text NOT NULL,
  classes text[] NOT NULL CHECK (cardinality(classes) > 0),
  consent_id uuid,
  consent_hash bytea,
  legal_basis text,
  content_hash bytea NOT NULL CHECK (length(content_hash) = 32),
  notice_version text NOT NULL,
  disclosed_by uuid NOT NULL,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, participant_id, consent_id) REFERENCES consent (center_id, participant_id, id),
  CHECK ((consent_id IS NULL) = (consent_hash IS NULL) AND (consent_id IS NULL) <> (legal_basis IS NULL))
);
CREATE INDEX disclosure_in_time ON disclosure (center_id, participant_id, disclosed_at);
COMMENT ON TABLE disclosure IS 'C12: every word that left the program: to whom, why, by which consent; append-only';

CREATE TABLE access_block (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL REFERENCES auth.account,
  why text NOT NULL CHECK (why IN ('self', 'relative', 'vip', 'other')),
  set_at timestamptz NOT NULL DEFAULT now(),
  set_by uuid NOT NULL,
  lifted_at timestamptz,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id)
);
CREATE UNIQUE INDEX access_block_once ON access_block (center_id, account_id, participant_id) WHERE lifted_at IS NULL;
COMMENT ON TABLE access_block IS 'C12: an account that may never see a participant: oneself, a relative, a well-known person';

CREATE TABLE break_glass (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL REFERENCES auth.account,
  opened_by text NOT NULL,
  reason text NOT NULL CHECK (length(btrim(reason)) >= 20),
  opened_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '30 minutes',
  closed_at timestamptz,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  CHECK (expires_at <= opened_at + interval '30 minutes')
);
CREATE INDEX break_glass_of_account ON break_glass (center_id, account_id, expires_at);
COMMENT ON TABLE break_glass IS 'C12: a medical emergency (42 CFR 2.51): who opened whose record, and why';

CREATE TABLE break_glass_review (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  break_glass_id uuid NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('justified', 'not-justified')),
  words text NOT NULL DEFAULT '',
  reviewed_at timestamptz NOT NULL DEFAULT now(),
  reviewed_by uuid NOT NULL,
  reviewed_by_name text NOT NULL,
  PRIMARY KEY (center_id, participant_id, break_glass_id),
  FOREIGN KEY (center_id, participant_id, break_glass_id) REFERENCES break_glass (center_id, participant_id, id)
);
COMMENT ON TABLE break_glass_review IS 'C12: what the privacy officer found about a break-glass; append-only';

-- ---------------------------------------------------------------------------------------------------------------
-- The decision. Every function looks its facts up in the statement that asks: nothing is cached in a claim.

CREATE FUNCTION sec.uid() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT (sec.claims()).uid $$;

-- How far these claims reach a class: the whole class counts for each of its parts. Set-up ends with the first
-- published week.
CREATE FUNCTION sec.reach_of(me sec.claim, class text, verb text, part text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF me.role IS NULL THEN RETURN 'none'; END IF;
  IF me.role = 'setup' AND EXISTS (SELECT FROM evenkeel.publication p WHERE p.center_id = me.center) THEN
    RETURN 'none';
  END IF;
  RETURN coalesce((SELECT m.reach FROM sec.matrix m
    WHERE m.role = me.role AND m.class = reach_of.class AND m.verb = reach_of.verb AND m.part IN ('', reach_of.part)
    ORDER BY array_position(ARRAY['all', 'related', 'own'], m.reach) LIMIT 1), 'none');
END $$;

CREATE FUNCTION sec.reach(class text, verb text, part text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT sec.reach_of(sec.claims(), class, verb, part)
$$;
CREATE OR REPLACE FUNCTION sec.reach(class text, verb text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT sec.reach(class, verb, '') $$;

CREATE FUNCTION sec.reaches_all(class text, verb text, part text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT sec.reach(class, verb, part) = 'all' $$;
CREATE OR REPLACE FUNCTION sec.reaches_all(class text, verb text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT sec.reach(class, verb, '') = 'all' $$;

-- Deny wins: these participants are out of every reach of this account, break-glass included.
CREATE FUNCTION sec.blocked_for(me sec.claim) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT ARRAY(SELECT b.participant_id FROM evenkeel.access_block b
    WHERE b.center_id = me.center AND b.account_id = me.uid AND b.lifted_at IS NULL)
$$;
CREATE FUNCTION sec.blocked() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT sec.blocked_for(sec.claims()) $$;

-- Whether a consent counts at this moment: begun, not past its date or event, not revoked.
CREATE FUNCTION sec.in_force(given evenkeel.consent) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT given.begins_at <= statement_timestamp() AND (given.ends_at IS NULL OR given.ends_at > statement_timestamp())
    AND NOT EXISTS (SELECT FROM evenkeel.consent_revocation r WHERE r.center_id = given.center_id
                    AND r.participant_id = given.participant_id AND r.consent_id = given.id)
    AND (given.expiry_event IS DISTINCT FROM 'end-of-treatment' OR EXISTS (SELECT FROM evenkeel.episode e
         WHERE e.center_id = given.center_id AND e.participant_id = given.participant_id
           AND (e.discharged_on IS NULL OR e.discharged_on >= current_date)))
$$;

-- Participants whose consent in force names this supporter with this class (NULL: with any).
CREATE FUNCTION sec.sharing(me sec.claim, class text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT ARRAY(SELECT DISTINCT c.participant_id FROM evenkeel.consent c
    WHERE me.role = 'supporter' AND c.center_id = me.center AND c.grantee_account = me.uid
      AND (sharing.class IS NULL OR sharing.class = ANY (c.classes)) AND sec.in_force(c))
$$;

-- Participants these claims are related to. Own record; own caseload (from the day it is recorded, to prepare) and
-- cover today; a supervisor's team: whoever a counselor of the same site cares for; a technician's day: whoever has a
-- seat within 12 hours (no zone arithmetic in SQL); a supporter's: by consent in force (what they tell the team,
-- C7, rests on a link and not on a consent: sec.supports).
CREATE FUNCTION sec.relations_of(me sec.claim, class text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN CASE me.role
    WHEN 'feed' THEN ARRAY(SELECT f.participant_id FROM auth.feed f WHERE f.id = me.uid AND f.center_id = me.center)
    WHEN 'participant' THEN ARRAY(SELECT a.participant_id FROM auth.account a
      WHERE a.id = me.uid AND a.center_id = me.center AND a.participant_id IS NOT NULL)
    WHEN 'counselor' THEN ARRAY(SELECT DISTINCT c.participant_id FROM auth.account a
      JOIN evenkeel.caseload c ON c.center_id = a.center_id AND c.staff_id = a.staff_id
      WHERE a.id = me.uid AND a.center_id = me.center
        AND (c.kind = 'own' OR c.from_date <= current_date) AND (c.until_date IS NULL OR c.until_date >= current_date))
    WHEN 'supervisor' THEN ARRAY(SELECT DISTINCT c.participant_id FROM auth.account a
      JOIN evenkeel.staff s ON s.center_id = a.center_id AND s.id = a.staff_id
      JOIN evenkeel.staff t ON t.center_id = s.center_id AND t.site_id = s.site_id
      JOIN evenkeel.caseload c ON c.center_id = t.center_id AND c.staff_id = t.id
      WHERE a.id = me.uid AND a.center_id = me.center
        AND (c.kind = 'own' OR c.from_date <= current_date) AND (c.until_date IS NULL OR c.until_date >= current_date))
    WHEN 'screen-technician' THEN ARRAY(SELECT DISTINCT t.participant_id FROM evenkeel.seat t
      WHERE t.center_id = me.center AND t.withdrawn_at IS NULL
        AND t.starts_at < now() + interval '12 hours' AND t.ends_at > now() - interval '12 hours')
    WHEN 'supporter' THEN CASE class
      WHEN 'C12' THEN sec.sharing(me, NULL)
      ELSE sec.sharing(me, class) END
    ELSE '{}'::uuid[]
  END;
END $$;

-- The participants whose rows of this class these claims reach one by one. An open break-glass adds C0 to C3 of its one
-- participant, to read; counseling notes (C4) never.
CREATE FUNCTION sec.related(class text, verb text, part text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
  found uuid[] := '{}';
  blocked uuid[];
BEGIN
  IF me.role IS NULL THEN RETURN found; END IF;
  IF sec.reach_of(me, class, verb, part) IN ('related', 'own') THEN found := sec.relations_of(me, class); END IF;
  IF verb = 'r' AND class IN ('C0', 'C1', 'C2', 'C3') AND sec.reach_of(me, 'C12', 'w', 'break-glass') = 'all' THEN
    found := found || ARRAY(SELECT b.participant_id FROM evenkeel.break_glass b
      WHERE b.center_id = me.center AND b.account_id = me.uid AND b.closed_at IS NULL
        AND b.expires_at > statement_timestamp());
  END IF;
  blocked := sec.blocked_for(me);
  IF blocked = '{}' THEN RETURN found; END IF;
  RETURN ARRAY(SELECT unnest(found) EXCEPT SELECT unnest(blocked));
END $$;
CREATE OR REPLACE FUNCTION sec.related(class text, verb text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT sec.related(class, verb, '') $$;

-- The same for one participant, for functions; policies use the pieces, so that each runs once in a statement.
CREATE FUNCTION sec.may(class text, verb text, part text, participant uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT (sec.reaches_all(class, verb, part) AND participant <> ALL (sec.blocked()))
    OR participant = ANY (sec.related(class, verb, part))
$$;

-- Whether an emergency access of this account has waited more than 72 hours for its review.
CREATE FUNCTION sec.review_outstanding() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM sec.claims() me JOIN evenkeel.break_glass b ON b.center_id = me.center AND b.account_id = me.uid
    WHERE b.opened_at < now() - interval '72 hours' AND NOT EXISTS (SELECT FROM evenkeel.break_glass_review r
      WHERE r.center_id = b.center_id AND r.participant_id = b.participant_id AND r.break_glass_id = b.id))
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sec FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.uid(), sec.review_outstanding(), sec.reach(text, text, text), sec.reaches_all(text, text, text), sec.blocked(),
  sec.related(text, text, text), sec.may(text, text, text, uuid) TO evenkeel_app;

-- ---------------------------------------------------------------------------------------------------------------
-- Policies. `reads`, `writes`, `changes`, `removes` of every table of a person, with blocks.

CREATE FUNCTION sec.row_rule(class text, verb text, part text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $f$
  SELECT format($p$center_id = (SELECT sec.center()) AND (((SELECT sec.reaches_all(%1$L, %2$L, %3$L))
    AND participant_id <> ALL ((SELECT sec.blocked())::uuid[]))
    OR participant_id = ANY ((SELECT sec.related(%1$L, %2$L, %3$L))::uuid[]))$p$, class, verb, part)
$f$;
REVOKE ALL ON FUNCTION sec.row_rule(text, text, text) FROM PUBLIC;

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
  FOREACH name IN ARRAY ARRAY['participant_site', 'family_time'] LOOP
    EXECUTE format($p$ALTER POLICY removes ON %I USING (center_id = (SELECT sec.center())
      AND (SELECT sec.reaches_all('C1', 'w')) AND participant_id <> ALL ((SELECT sec.blocked())::uuid[]))$p$, name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['seat', 'shortfall'] LOOP
    EXECUTE format($p$ALTER POLICY writes ON %I WITH CHECK (center_id = (SELECT sec.center())
      AND (SELECT sec.reaches_all('C1', 'w')) AND participant_id <> ALL ((SELECT sec.blocked())::uuid[]))$p$, name);
  END LOOP;
END $$;
ALTER POLICY changes ON seat USING (center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C1', 'w'))
  AND participant_id <> ALL ((SELECT sec.blocked())::uuid[]));
-- A warning may belong to nobody: then it counts as everybody's, for those who reach all.
ALTER POLICY reads ON import_warning USING (center_id = (SELECT sec.center()) AND (((SELECT sec.reaches_all('C1', 'r'))
  AND (participant_id IS NULL OR participant_id <> ALL ((SELECT sec.blocked())::uuid[])))
  OR participant_id = ANY ((SELECT sec.related('C1', 'r'))::uuid[])));
ALTER POLICY writes ON import_warning WITH CHECK (center_id = (SELECT sec.center()) AND (((SELECT sec.reaches_all('C1', 'w'))
  AND (participant_id IS NULL OR participant_id <> ALL ((SELECT sec.blocked())::uuid[])))
  OR participant_id = ANY ((SELECT sec.related('C1', 'w'))::uuid[])));
ALTER POLICY changes ON import_warning USING (center_id = (SELECT sec.center()) AND (((SELECT sec.reaches_all('C1', 'w'))
  AND (participant_id IS NULL OR participant_id <> ALL ((SELECT sec.blocked())::uuid[])))
  OR participant_id = ANY ((SELECT sec.related('C1', 'w'))::uuid[])));
-- The timetable without its people is a part of C1; everybody else only the sessions they (or theirs) sit in.
ALTER POLICY reads ON session USING (center_id = (SELECT sec.center())
  AND ((SELECT sec.reaches_all('C1', 'r', 'timetable'))
    OR id IN (SELECT s.session_id FROM evenkeel.seat s WHERE s.center_id = (SELECT sec.center())
              AND s.participant_id = ANY ((SELECT sec.related('C1', 'r'))::uuid[]))));
ALTER POLICY set_up ON import_run
  USING (center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C12', 'r', 'imports')))
  WITH CHECK (center_id = (SELECT sec.center()) AND (SELECT sec.reaches_all('C12', 'w', 'imports')));

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['consent', 'consent_revocation', 'disclosure', 'access_block', 'break_glass',
                              'break_glass_review'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['consent', 'consent_revocation'] LOOP
    EXECUTE format('CREATE POLICY reads ON %I FOR SELECT TO evenkeel_app USING (%s)', name,
      sec.row_rule('C10', 'r', 'consent'));
  END LOOP;
  -- A participant signs on the screen; staff record what was signed on paper; nobody writes in another's name.
  EXECUTE format($p$CREATE POLICY writes ON consent FOR INSERT TO evenkeel_app WITH CHECK (%s
    AND recorded_by = (SELECT sec.uid()) AND (method = 'electronic') = ((SELECT sec.role()) = 'participant'))$p$,
    sec.row_rule('C10', 'w', 'consent'));
  EXECUTE format($p$CREATE POLICY writes ON consent_revocation FOR INSERT TO evenkeel_app WITH CHECK (%s
    AND revoked_by = (SELECT sec.uid()))$p$, sec.row_rule('C10', 'w', 'consent'));
  EXECUTE format('CREATE POLICY reads ON disclosure FOR SELECT TO evenkeel_app USING (%s)',
    sec.row_rule('C12', 'r', 'disclosures'));
  EXECUTE format($p$CREATE POLICY writes ON disclosure FOR INSERT TO evenkeel_app WITH CHECK (%s
    AND disclosed_by = (SELECT sec.uid()))$p$, sec.row_rule('C12', 'w', 'disclosures'));
  EXECUTE format('CREATE POLICY reads ON access_block FOR SELECT TO evenkeel_app USING (%s)',
    sec.row_rule('C12', 'r', 'blocks'));
  EXECUTE format($p$CREATE POLICY writes ON access_block FOR INSERT TO evenkeel_app WITH CHECK (%s
    AND set_by = (SELECT sec.uid()))$p$, sec.row_rule('C12', 'w', 'blocks'));
  EXECUTE format('CREATE POLICY changes ON access_block FOR UPDATE TO evenkeel_app USING (%s)',
    sec.row_rule('C12', 'w', 'blocks'));
  -- The participant sees who opened their record; whoever opened it, their own; the privacy officer all.
  EXECUTE format($p$CREATE POLICY reads ON break_glass FOR SELECT TO evenkeel_app USING ((%s)
    OR (center_id = (SELECT sec.center()) AND account_id = (SELECT sec.uid())))$p$,
    sec.row_rule('C12', 'r', 'disclosures'));
  EXECUTE format($p$CREATE POLICY reads ON break_glass_review FOR SELECT TO evenkeel_app USING ((%s)
    OR break_glass_id IN (SELECT b.id FROM evenkeel.break_glass b WHERE b.center_id = (SELECT sec.center())
                          AND b.account_id = (SELECT sec.uid())))$p$, sec.row_rule('C12', 'r', 'reviews'));
  -- Whoever waits longer than 72 hours for a review opens no other (trust.md 4.3).
  EXECUTE format($p$CREATE POLICY writes ON break_glass FOR INSERT TO evenkeel_app WITH CHECK (%s
    AND account_id = (SELECT sec.uid()) AND NOT (SELECT sec.review_outstanding()))$p$,
    sec.row_rule('C12', 'w', 'break-glass'));
  -- Nobody reviews what they opened themselves.
  EXECUTE format($p$CREATE POLICY writes ON break_glass_review FOR INSERT TO evenkeel_app WITH CHECK (%s
    AND reviewed_by = (SELECT sec.uid()) AND NOT EXISTS (SELECT FROM evenkeel.break_glass b
      WHERE b.id = break_glass_id AND b.account_id = (SELECT sec.uid())))$p$, sec.row_rule('C12', 'w', 'reviews'));
END $$;
CREATE POLICY changes ON break_glass FOR UPDATE TO evenkeel_app
  USING (center_id = (SELECT sec.center()) AND account_id = (SELECT sec.uid()));

-- Times are the database's own: no caller dates a grant, a revocation or a disclosure.
GRANT SELECT ON consent, consent_revocation, disclosure, access_block, break_glass, break_glass_review TO evenkeel_app;
GRANT INSERT (center_id, participant_id, id, kind, grantee_account, recipient, purpose, classes, expires_on,
  ends_at, expiry_event, method, document, hash, signed_on, signed_by, recorded_by) ON consent TO evenkeel_app;
GRANT INSERT (center_id, participant_id, consent_id, because, revoked_by, revoked_by_name) ON consent_revocation
  TO evenkeel_app;
GRANT INSERT (center_id, participant_id, id, recipient, purpose, classes, consent_id, consent_hash, legal_basis,
  content_hash, notice_version, disclosed_by) ON disclosure TO evenkeel_app;
GRANT INSERT (center_id, participant_id, id, account_id, why, set_by) ON access_block TO evenkeel_app;
GRANT UPDATE (lifted_at) ON access_block TO evenkeel_app;
GRANT INSERT (center_id, participant_id, id, account_id, opened_by, reason) ON break_glass TO evenkeel_app;
GRANT UPDATE (closed_at) ON break_glass TO evenkeel_app;
GRANT INSERT (center_id, participant_id, break_glass_id, outcome, words, reviewed_by, reviewed_by_name)
  ON break_glass_review TO evenkeel_app;

-- ---------------------------------------------------------------------------------------------------------------
-- What a supporter sees: a projection with an allow-list of fields. Supporters reach no table of a person at all.

-- Who shares with these claims, under which consent in force. The name is the one in the signed document.
CREATE FUNCTION evenkeel.shared_with_me()
RETURNS TABLE (participant_id uuid, consent_id uuid, name text, purpose text, classes text[], expires_on date,
               expiry_event text, hash bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.participant_id, c.id, c.document::jsonb ->> 'participant', c.purpose, c.classes, c.expires_on,
         c.expiry_event, c.hash
  FROM sec.claims() me JOIN evenkeel.consent c ON c.center_id = me.center AND c.grantee_account = me.uid
  WHERE me.role = 'supporter' AND sec.in_force(c) AND c.participant_id <> ALL (sec.blocked_for(me))
  ORDER BY c.recorded_at, c.id
$$;

-- Times and travel of one week, nothing else: for a supporter named for C1 by a consent in force, and, as a preview,
-- for whoever reads the whole class anyway.
CREATE FUNCTION evenkeel.shared_week(person uuid, week date)
RETURNS TABLE (starts_wall timestamp, ends_wall timestamp, travel_minutes int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.starts_wall, s.ends_wall, CASE WHEN s.telehealth THEN 0 ELSE coalesce(p.travel_minutes, 0) END
  FROM evenkeel.seat t
  JOIN evenkeel.session s ON s.center_id = t.center_id AND s.id = t.session_id
  LEFT JOIN evenkeel.participant_site p
    ON p.center_id = t.center_id AND p.participant_id = t.participant_id AND p.site_id = s.site_id
  WHERE t.center_id = (SELECT sec.center()) AND t.participant_id = person AND t.week_start = week
    AND t.withdrawn_at IS NULL AND (SELECT sec.may('C1', 'r', 'shared-week', person))
  ORDER BY s.starts_at
$$;

-- An account for somebody a participant wants to share with; until the center invites it, it opens nothing.
CREATE FUNCTION auth.open_supporter(account uuid, participant uuid, name text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF NOT coalesce(sec.may('C10', 'w', 'consent', participant), false) THEN RETURN false; END IF;
  INSERT INTO auth.account (center_id, id, code, display_name) VALUES (me.center, account, 'supporter/' || account, name);
  INSERT INTO auth.account_role (account_id, role) VALUES (account, 'supporter');
  RETURN true;
END $$;

-- A calendar link is asked for by the person, or by whoever may write their schedule. Blocks count here too, and an
-- absent person gets the answer of a forbidden one.
CREATE FUNCTION sec.may_link(participant uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM evenkeel.participant p WHERE p.center_id = sec.center() AND p.participant_id = participant)
    AND coalesce(sec.may('C1', 'w', 'request', participant), false)
$$;
REVOKE ALL ON FUNCTION sec.may_link(uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION auth.open_feed(feed_id uuid, participant uuid, hash bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF NOT sec.may_link(participant) THEN RETURN false; END IF;
  UPDATE auth.feed SET revoked_at = now()
  WHERE center_id = me.center AND participant_id = participant AND revoked_at IS NULL;
  INSERT INTO auth.feed (center_id, id, participant_id, token_hash) VALUES (me.center, feed_id, participant, hash);
  RETURN true;
END $$;

CREATE OR REPLACE FUNCTION auth.close_feed(participant uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF NOT sec.may_link(participant) THEN RETURN false; END IF;
  UPDATE auth.feed SET revoked_at = now()
  WHERE center_id = me.center AND participant_id = participant AND revoked_at IS NULL;
  RETURN true;
END $$;

CREATE OR REPLACE FUNCTION auth.has_feed(participant uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM auth.feed f WHERE f.center_id = sec.center() AND f.participant_id = participant
                 AND f.revoked_at IS NULL AND sec.may('C1', 'r', '', participant))
$$;

REVOKE ALL ON FUNCTION evenkeel.shared_with_me(), evenkeel.shared_week(uuid, date),
  auth.open_supporter(uuid, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION evenkeel.shared_with_me(), evenkeel.shared_week(uuid, date),
  auth.open_supporter(uuid, uuid, text) TO evenkeel_app;
