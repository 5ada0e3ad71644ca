-- The only doors into schema auth. Each is a definer function with a fixed search path; the catalog test lists them.

CREATE FUNCTION auth.find_session(hash bytea)
RETURNS TABLE (center_id uuid, session_id uuid, account_id uuid, role text, display_name text,
               staff_id uuid, participant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.center_id, s.id, a.id, s.role, a.display_name, a.staff_id, a.participant_id
  FROM auth.session s JOIN auth.account a ON a.id = s.account_id
  WHERE s.token_hash = hash AND s.revoked_at IS NULL AND s.expires_at > now() AND a.deactivated_at IS NULL
$$;

CREATE FUNCTION auth.close_session(hash bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE auth.session SET revoked_at = now() WHERE token_hash = hash AND revoked_at IS NULL
$$;

-- The accounts of demo centers: names nobody owns. Real centers never appear here.
CREATE FUNCTION auth.demo_people()
RETURNS TABLE (center_name text, account_id uuid, code text, display_name text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.name, a.id, a.code, a.display_name, r.role
  FROM evenkeel.center c JOIN auth.account a ON a.center_id = c.id JOIN auth.account_role r ON r.account_id = a.id
  WHERE c.demo AND a.deactivated_at IS NULL ORDER BY a.created_at, a.id
$$;

CREATE FUNCTION auth.has_demo() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM evenkeel.center c WHERE c.demo)
$$;

CREATE FUNCTION auth.open_demo_session(session_id uuid, account uuid, chosen_role text, hash bytea, until timestamptz)
RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH made AS (
    INSERT INTO auth.session (center_id, id, account_id, role, token_hash, expires_at)
    SELECT a.center_id, session_id, a.id, r.role, hash, until
    FROM auth.account a JOIN auth.account_role r ON r.account_id = a.id JOIN evenkeel.center c ON c.id = a.center_id
    WHERE a.id = account AND r.role = chosen_role AND c.demo AND a.deactivated_at IS NULL
    RETURNING 1)
  SELECT EXISTS (SELECT FROM made)
$$;

CREATE FUNCTION auth.accept_invitation(invitation bytea, session_id uuid, hash bytea, until timestamptz)
RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH used AS (
    UPDATE auth.invitation i SET used_at = now() FROM auth.account a
    WHERE i.token_hash = invitation AND i.used_at IS NULL AND i.expires_at > now()
      AND a.id = i.account_id AND a.deactivated_at IS NULL
    RETURNING i.center_id, i.account_id, i.role),
  made AS (
    INSERT INTO auth.session (center_id, id, account_id, role, token_hash, expires_at)
    SELECT center_id, session_id, account_id, role, hash, until FROM used RETURNING 1)
  SELECT EXISTS (SELECT FROM made)
$$;

-- Set-up and import open accounts in their own center; a person's account points at that person's record.
CREATE FUNCTION auth.put_account(account uuid, account_code text, name text, staff uuid, participant uuid, roles text[])
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
  found uuid;
BEGIN
  IF me.role IS NULL OR me.role NOT IN ('import', 'setup') THEN
    RAISE EXCEPTION 'not available' USING ERRCODE = '42501';
  END IF;
  INSERT INTO auth.account (center_id, id, code, display_name, staff_id, participant_id)
  VALUES (me.center, account, account_code, name, staff, participant)
  ON CONFLICT (center_id, code) DO UPDATE SET display_name = excluded.display_name
    WHERE auth.account.staff_id IS NOT DISTINCT FROM excluded.staff_id
      AND auth.account.participant_id IS NOT DISTINCT FROM excluded.participant_id
  RETURNING id INTO found;
  IF found IS NULL THEN RAISE EXCEPTION 'not available' USING ERRCODE = '42501'; END IF;
  INSERT INTO auth.account_role (account_id, role) SELECT found, unnest(roles) ON CONFLICT DO NOTHING;
  RETURN found;
END $$;

CREATE FUNCTION auth.invite(account_code text, chosen_role text, hash bytea, until timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
  made int;
BEGIN
  IF me.role IS NULL OR me.role NOT IN ('import', 'setup') THEN
    RAISE EXCEPTION 'not available' USING ERRCODE = '42501';
  END IF;
  INSERT INTO auth.invitation (center_id, token_hash, account_id, role, expires_at)
  SELECT a.center_id, hash, a.id, r.role, until
  FROM auth.account a JOIN auth.account_role r ON r.account_id = a.id
  WHERE a.center_id = me.center AND a.code = account_code AND r.role = chosen_role AND a.deactivated_at IS NULL;
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made = 1;
END $$;

-- A calendar link is made by the person or by somebody who may write that person's schedule; a new one ends the old.
CREATE FUNCTION auth.open_feed(feed_id uuid, participant uuid, hash bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF NOT (sec.reaches_all('C1', 'w') OR participant = ANY (sec.related('C1', 'w'))
          OR (me.role = 'participant' AND participant = ANY (sec.related('C1', 'r')))) THEN RETURN false; END IF;
  IF NOT EXISTS (SELECT FROM evenkeel.participant p WHERE p.center_id = me.center AND p.participant_id = participant) THEN
    RETURN false;
  END IF;
  UPDATE auth.feed SET revoked_at = now()
  WHERE center_id = me.center AND participant_id = participant AND revoked_at IS NULL;
  INSERT INTO auth.feed (center_id, id, participant_id, token_hash) VALUES (me.center, feed_id, participant, hash);
  RETURN true;
END $$;

CREATE FUNCTION auth.close_feed(participant uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF NOT (sec.reaches_all('C1', 'w') OR participant = ANY (sec.related('C1', 'w'))
          OR (me.role = 'participant' AND participant = ANY (sec.related('C1', 'r')))) THEN RETURN false; END IF;
  UPDATE auth.feed SET revoked_at = now()
  WHERE center_id = me.center AND participant_id = participant AND revoked_at IS NULL;
  RETURN true;
END $$;

CREATE FUNCTION auth.has_feed(participant uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM auth.feed f WHERE f.center_id = sec.center() AND f.participant_id = participant
                 AND f.revoked_at IS NULL AND (sec.reaches_all('C1', 'r') OR participant = ANY (sec.related('C1', 'r'))))
$$;

CREATE FUNCTION auth.find_feed(hash bytea)
RETURNS TABLE (center_id uuid, feed_id uuid, participant_id uuid, language text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.center_id, f.id, f.participant_id, p.language FROM auth.feed f
  JOIN evenkeel.participant p ON p.center_id = f.center_id AND p.participant_id = f.participant_id
  WHERE f.token_hash = hash AND f.revoked_at IS NULL
$$;

-- Which centers this installation holds: the command line asks before it can claim one.
CREATE FUNCTION auth.centers() RETURNS TABLE (center_id uuid, code text, name text, demo boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.id, c.code, c.name, c.demo FROM evenkeel.center c ORDER BY c.created_at
$$;

-- A director sees counts, never names; counts under 11 come back as NULL ("fewer than 11").
CREATE FUNCTION evenkeel.week_figures(week date)
RETURNS TABLE (people int, seats int, groups int, one_to_ones int, short_people int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF me.role IS NULL OR me.role NOT IN ('director', 'front-desk', 'supervisor') THEN RETURN; END IF;
  RETURN QUERY
  WITH held AS (
    SELECT s.id, v.kind FROM evenkeel.session s
    JOIN evenkeel.service v ON v.center_id = s.center_id AND v.id = s.service_id
    WHERE s.center_id = me.center AND s.week_start = week AND s.withdrawn_at IS NULL),
  taken AS (
    SELECT t.participant_id FROM evenkeel.seat t
    WHERE t.center_id = me.center AND t.week_start = week AND t.withdrawn_at IS NULL),
  latest AS (
    SELECT p.id FROM evenkeel.publication p WHERE p.center_id = me.center AND p.week_start = week
    ORDER BY p.published_at DESC LIMIT 1),
  figures AS (
    SELECT (SELECT count(DISTINCT participant_id) FROM taken)::int AS a, (SELECT count(*) FROM taken)::int AS b,
      (SELECT count(*) FROM held WHERE kind = 'group')::int AS c,
      (SELECT count(*) FROM held WHERE kind <> 'group')::int AS d,
      (SELECT count(DISTINCT f.participant_id) FROM evenkeel.shortfall f
       WHERE f.center_id = me.center AND f.publication_id = (SELECT id FROM latest))::int AS e)
  SELECT CASE WHEN a >= 11 THEN a END, CASE WHEN b >= 11 THEN b END, c, CASE WHEN d >= 11 THEN d END,
         CASE WHEN e = 0 OR e >= 11 THEN e END FROM figures;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA auth FROM PUBLIC;
REVOKE ALL ON FUNCTION evenkeel.week_figures(date) FROM PUBLIC;
GRANT USAGE ON SCHEMA auth TO evenkeel_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA auth TO evenkeel_app;
GRANT EXECUTE ON FUNCTION evenkeel.week_figures(date) TO evenkeel_app;
