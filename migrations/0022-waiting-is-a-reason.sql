-- Accesses without a reason (0008), and one reason more: who stands on the waiting list has no appointment yet, and the front
-- desk and supervisors work with that list.
CREATE OR REPLACE FUNCTION audit.without_reason(since timestamptz, before timestamptz)
RETURNS TABLE (account uuid, name text, role text, person uuid, times int, first_at timestamptz, last_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET timezone = 'UTC' AS $$
DECLARE
  me sec.claim := sec.claims();
BEGIN
  IF me.role IS DISTINCT FROM 'privacy-officer' THEN RAISE EXCEPTION 'not available' USING ERRCODE = '42501'; END IF;
  RETURN QUERY
  WITH access AS (
    SELECT e.at, e.people[1] AS touched, a.id, a.display_name, a.staff_id, convert_from(e.body, 'UTF8')::jsonb AS said
    FROM audit.entry e JOIN auth.account a ON a.id = e.actor AND a.participant_id IS NULL
    WHERE e.center_id = me.center AND e.at >= since AND e.at < before AND cardinality(e.people) = 1)
  SELECT x.id, x.display_name, x.said->>'role', x.touched, count(*)::int, min(x.at), max(x.at) FROM access x
  WHERE x.said->>'outcome' = 'done' AND x.said->>'role' <> 'supporter'
    AND NOT EXISTS (SELECT FROM evenkeel.caseload c WHERE c.center_id = me.center AND c.participant_id = x.touched
      AND c.staff_id = x.staff_id AND (c.kind = 'own' OR c.from_date <= x.at::date)
      AND (c.until_date IS NULL OR c.until_date >= x.at::date))
    AND NOT EXISTS (SELECT FROM evenkeel.seat s
      JOIN evenkeel.session m ON m.center_id = s.center_id AND m.id = s.session_id
      WHERE s.center_id = me.center AND s.participant_id = x.touched AND s.withdrawn_at IS NULL
        AND s.starts_at BETWEEN x.at - interval '7 days' AND x.at + interval '7 days'
        AND (x.said->>'role' = 'front-desk' OR m.staff_id = x.staff_id))
    AND NOT (x.said->>'role' IN ('front-desk', 'supervisor') AND EXISTS (SELECT FROM evenkeel.waiting_list_entry w
      WHERE w.center_id = me.center AND w.participant_id = x.touched AND w.since <= x.at::date
        AND (w.left_at IS NULL OR w.left_at >= x.at - interval '7 days')))
  GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 7 DESC;
END $$;
