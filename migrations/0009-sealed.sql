-- Sealed words: what people say in confidence is stored as ciphertext only (trust.md 4.5). Each person has a data key;
-- here it lies wrapped by a year key that the database never sees (src/kernel/key-store.ts), so a copy of the database
-- opens nothing, and after an erasure no copy of any age opens that person's words again.

-- Closed to the app role and apart from the rows it opens: only the functions below reach it.
CREATE TABLE sec.sealed_key (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  year_key uuid NOT NULL,
  wrapped bytea NOT NULL CHECK (length(wrapped) = 61),
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, participant_id),
  FOREIGN KEY (center_id, participant_id) REFERENCES evenkeel.participant (center_id, participant_id)
);
COMMENT ON TABLE sec.sealed_key IS 'C12: one person''s data key, wrapped by a year key that is kept outside the database';

CREATE TABLE erasure (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  key_id uuid,
  year_key uuid,
  why text NOT NULL CHECK (length(why) BETWEEN 10 AND 1000),
  ordered_by uuid NOT NULL REFERENCES auth.account,
  ordered_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, participant_id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id)
);
COMMENT ON TABLE erasure IS 'C12: whose data key was destroyed, by whom, when and why; append-only';

CREATE TABLE legal_hold (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  why text NOT NULL CHECK (length(why) BETWEEN 10 AND 1000),
  put_by uuid NOT NULL REFERENCES auth.account,
  put_at timestamptz NOT NULL DEFAULT now(),
  lifted_by uuid REFERENCES auth.account,
  lifted_at timestamptz,
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
);
COMMENT ON TABLE legal_hold IS 'C12: whose records must be kept for a proceeding; while one is in force nothing is erased';

-- An amendment is a new version by the same author: the last foreign key lets nobody else continue a note.
CREATE TABLE counseling_note (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  version int NOT NULL,
  replaces int,
  author_id uuid NOT NULL REFERENCES auth.account,
  sealed bytea NOT NULL CHECK (length(sealed) > 29),
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, participant_id, id, version),
  UNIQUE (center_id, participant_id, id, version, author_id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id),
  FOREIGN KEY (center_id, participant_id, id, replaces, author_id)
    REFERENCES counseling_note (center_id, participant_id, id, version, author_id),
  CHECK ((version = 1 AND replaces IS NULL) OR (version > 1 AND replaces IS NOT NULL AND replaces = version - 1))
);
COMMENT ON TABLE counseling_note IS
  'C4: SUD counseling notes (42 CFR 2.11), sealed: their author alone, never in a release for treatment, payment, operations';

CREATE TABLE check_in_words (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  recorded_by uuid NOT NULL REFERENCES auth.account,
  sealed bytea NOT NULL CHECK (length(sealed) > 29),
  said_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id)
);
COMMENT ON TABLE check_in_words IS 'C5: what a participant says in a check-in, sealed; the person and their counselors read it';

CREATE TABLE collateral (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  id uuid NOT NULL,
  told_by uuid NOT NULL REFERENCES auth.account,
  sealed bytea NOT NULL CHECK (length(sealed) > 29),
  told_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (center_id, participant_id, id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id)
);
COMMENT ON TABLE collateral IS 'C7: what family tells the team, sealed; hidden from the participant, read by their counselors';

-- Which account may tell the team about whom: made with the first consent that names it, or by staff for family that calls.
-- It says nothing of what flows the other way, and a consent that ends does not end it.
CREATE TABLE supporter (
  center_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  account_id uuid NOT NULL REFERENCES auth.account,
  called text NOT NULL DEFAULT '',
  linked_by uuid NOT NULL REFERENCES auth.account,
  linked_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  PRIMARY KEY (center_id, participant_id, account_id),
  FOREIGN KEY (center_id, participant_id) REFERENCES participant (center_id, participant_id)
);
CREATE INDEX supporter_by_account ON supporter (account_id) WHERE ended_at IS NULL;
COMMENT ON TABLE supporter IS
  'C10: who in a person''s family may inform the team, and by what name they know the person; being informed needs a consent';

INSERT INTO sec.matrix (role, class, verb, part, reach) VALUES ('privacy-officer', 'C12', 'w', 'erasures', 'all');

-- ---------------------------------------------------------------------------------------------------------------
-- The doors to the keys.

CREATE FUNCTION sec.is_erased(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM evenkeel.erasure e WHERE e.center_id = sec.center() AND e.participant_id = person)
$$;

-- The people a supporter may tell the team about; nobody else has any.
CREATE FUNCTION sec.supports() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF me.role IS DISTINCT FROM 'supporter' THEN RETURN '{}'; END IF;
  RETURN ARRAY(SELECT s.participant_id FROM evenkeel.supporter s
    WHERE s.account_id = me.uid AND s.center_id = me.center AND s.ended_at IS NULL
      AND s.participant_id <> ALL (sec.blocked_for(me)));
END $$;

-- Whether an account of this center may sign in as a supporter: links are made to no other.
CREATE FUNCTION sec.is_supporter(account uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM auth.account a JOIN auth.account_role r ON r.account_id = a.id AND r.role = 'supporter'
    WHERE a.id = account AND a.center_id = sec.center() AND a.deactivated_at IS NULL)
$$;

-- Whom a supporter may tell the team about, by the name they know the person by.
CREATE FUNCTION evenkeel.supported_by_me() RETURNS TABLE (participant_id uuid, called text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.participant_id, s.called FROM evenkeel.supporter s
  WHERE s.account_id = (SELECT sec.uid()) AND s.participant_id = ANY (sec.supports()) ORDER BY s.linked_at, s.participant_id
$$;

-- Whether these claims may read or write anything sealed of this person; without that the key is of no use to them.
CREATE FUNCTION sec.may_unwrap(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(sec.may('C5', 'r', '', person) OR sec.may('C4', 'r', '', person) OR sec.may('C7', 'r', '', person)
    OR person = ANY (sec.supports()), false)
$$;

CREATE FUNCTION sec.sealed_key_of(person uuid) RETURNS TABLE (id uuid, year_key uuid, wrapped bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT k.id, k.year_key, k.wrapped FROM evenkeel.participant p
  JOIN sec.sealed_key k ON k.center_id = p.center_id AND k.participant_id = p.participant_id
  WHERE p.center_id = (SELECT sec.center()) AND p.participant_id = person AND sec.may_unwrap(person)
$$;

-- Keeps a person's first key. When another was there first, or came at the same moment, that one stays. The participant's
-- row is locked, so that an erasure is either seen here or waits.
CREATE FUNCTION sec.keep_sealed_key(person uuid, key_id uuid, under uuid, wrapped_key bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM FROM evenkeel.participant p WHERE p.center_id = sec.center() AND p.participant_id = person FOR SHARE;
  IF NOT FOUND OR NOT sec.may_unwrap(person) OR sec.is_erased(person) THEN
    RAISE EXCEPTION 'not available' USING ERRCODE = '42501';
  END IF;
  INSERT INTO sec.sealed_key (center_id, participant_id, id, year_key, wrapped)
  VALUES (sec.center(), person, key_id, under, wrapped_key) ON CONFLICT DO NOTHING;
END $$;

-- For the privacy officer who has just proved who they are: there is no way back.
-- Destroys a person's wrapped key and says which one it was, so that the year key can forget it too. The participant's
-- row is locked first: a hold that is put at the same moment is either seen here or comes too late.
CREATE FUNCTION sec.shred(person uuid, reason text) RETURNS TABLE (year_key uuid, key_id uuid)
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
  INSERT INTO evenkeel.erasure (center_id, participant_id, key_id, year_key, why, ordered_by)
  VALUES (me.center, person, gone.id, gone.year_key, reason, me.uid);
  RETURN QUERY SELECT gone.year_key, gone.id WHERE gone.id IS NOT NULL;
END $$;

-- What a start must know before anybody signs in: the year keys it cannot do without, and the data keys to be forgotten.
CREATE FUNCTION sec.year_keys_in_use() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT k.year_key FROM sec.sealed_key k UNION SELECT split_part(a.secret, '.', 1)::uuid FROM auth.authenticator a
$$;

CREATE FUNCTION sec.shredded_keys() RETURNS TABLE (year_key uuid, key_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT e.year_key, e.key_id FROM evenkeel.erasure e WHERE e.key_id IS NOT NULL
$$;

REVOKE ALL ON FUNCTION sec.supports(), sec.is_supporter(uuid), evenkeel.supported_by_me(), sec.is_erased(uuid), sec.may_unwrap(uuid), sec.sealed_key_of(uuid),
  sec.keep_sealed_key(uuid, uuid, uuid, bytea), sec.shred(uuid, text), sec.year_keys_in_use(), sec.shredded_keys()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.supports(), sec.is_supporter(uuid), evenkeel.supported_by_me(), sec.is_erased(uuid), sec.sealed_key_of(uuid),
  sec.keep_sealed_key(uuid, uuid, uuid, bytea), sec.shred(uuid, text), sec.year_keys_in_use(), sec.shredded_keys()
  TO evenkeel_app;

-- ---------------------------------------------------------------------------------------------------------------
-- Who reaches which row; the classes are decided in sec.matrix, and break-glass opens none of them.

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['erasure', 'legal_hold', 'supporter', 'counseling_note', 'check_in_words',
                              'collateral'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO evenkeel_owner USING (true) WITH CHECK (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['erasure', 'legal_hold'] LOOP
    EXECUTE format('CREATE POLICY reads ON %I FOR SELECT TO evenkeel_app USING (%s)', name,
      sec.row_rule('C12', 'r', 'erasures'));
  END LOOP;
  EXECUTE format($p$CREATE POLICY writes ON legal_hold FOR INSERT TO evenkeel_app WITH CHECK (%s
    AND put_by = (SELECT sec.uid()))$p$, sec.row_rule('C12', 'w', 'erasures'));
  EXECUTE format($p$CREATE POLICY changes ON legal_hold FOR UPDATE TO evenkeel_app USING (lifted_at IS NULL AND %1$s)
    WITH CHECK (lifted_by = (SELECT sec.uid()) AND %1$s)$p$, sec.row_rule('C12', 'w', 'erasures'));
  -- Own notes of the own caseload: whoever leaves the caseload leaves the notes.
  EXECUTE format($p$CREATE POLICY reads ON counseling_note FOR SELECT TO evenkeel_app USING (
    author_id = (SELECT sec.uid()) AND %s)$p$, sec.row_rule('C4', 'r', ''));
  EXECUTE format($p$CREATE POLICY writes ON counseling_note FOR INSERT TO evenkeel_app WITH CHECK (
    author_id = (SELECT sec.uid()) AND %s AND NOT sec.is_erased(participant_id))$p$, sec.row_rule('C4', 'w', ''));
  EXECUTE format('CREATE POLICY reads ON check_in_words FOR SELECT TO evenkeel_app USING (%s)',
    sec.row_rule('C5', 'r', ''));
  EXECUTE format($p$CREATE POLICY writes ON check_in_words FOR INSERT TO evenkeel_app WITH CHECK (
    recorded_by = (SELECT sec.uid()) AND %s AND NOT sec.is_erased(participant_id))$p$, sec.row_rule('C5', 'w', ''));
  -- Whoever tells may write only.
  EXECUTE format('CREATE POLICY reads ON collateral FOR SELECT TO evenkeel_app USING (%s)',
    sec.row_rule('C7', 'r', ''));
  EXECUTE $p$CREATE POLICY writes ON collateral FOR INSERT TO evenkeel_app WITH CHECK (
    center_id = (SELECT sec.center()) AND (SELECT sec.reach('C7', 'w')) = 'own' AND told_by = (SELECT sec.uid())
    AND participant_id = ANY ((SELECT sec.supports())::uuid[]) AND NOT sec.is_erased(participant_id))$p$;
  -- Whoever may record a consent may link: the participant, the front desk, the person's counselors.
  EXECUTE format('CREATE POLICY reads ON supporter FOR SELECT TO evenkeel_app USING (%s)',
    sec.row_rule('C10', 'r', 'consent'));
  EXECUTE format($p$CREATE POLICY writes ON supporter FOR INSERT TO evenkeel_app WITH CHECK (%s
    AND linked_by = (SELECT sec.uid()) AND sec.is_supporter(account_id))$p$, sec.row_rule('C10', 'w', 'consent'));
  EXECUTE format('CREATE POLICY changes ON supporter FOR UPDATE TO evenkeel_app USING (%s)',
    sec.row_rule('C10', 'w', 'consent'));
END $$;

-- Times are the database's own, records are added only, and an erasure is written by sec.shred alone.
GRANT SELECT ON erasure, legal_hold, supporter, counseling_note, check_in_words, collateral TO evenkeel_app;
GRANT INSERT (center_id, participant_id, id, why, put_by) ON legal_hold TO evenkeel_app;
GRANT INSERT (center_id, participant_id, account_id, called, linked_by) ON supporter TO evenkeel_app;
GRANT UPDATE (called, ended_at) ON supporter TO evenkeel_app;
GRANT UPDATE (lifted_by, lifted_at) ON legal_hold TO evenkeel_app;
GRANT INSERT (center_id, participant_id, id, version, replaces, author_id, sealed) ON counseling_note TO evenkeel_app;
GRANT INSERT (center_id, participant_id, id, recorded_by, sealed) ON check_in_words TO evenkeel_app;
GRANT INSERT (center_id, participant_id, id, told_by, sealed) ON collateral TO evenkeel_app;
