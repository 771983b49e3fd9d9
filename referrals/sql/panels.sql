-- Who reads what of a panel. Asked by the row policies and by `ReferralQuerySet.visible_to` alike,
-- so that the rule is said once.

-- The panels somebody chairs or sits on.
CREATE OR REPLACE FUNCTION panels_of(who bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT id FROM referrals_panel WHERE chair_id = who
    UNION
    SELECT panel_id FROM referrals_panelmember WHERE user_id = who AND removed_at IS NULL
$$;

-- The panels whose agenda and papers somebody reads: whoever chairs one until its record is closed,
-- whoever sits on one until the end of the day after it, closed or not.
CREATE OR REPLACE FUNCTION panels_read_by(who bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT id FROM referrals_panel WHERE chair_id = who AND state = 'planned'
    UNION
    SELECT panel.id FROM referrals_panel panel
    JOIN referrals_panelmember member ON member.panel_id = panel.id
    WHERE member.user_id = who AND member.removed_at IS NULL AND panel.state = 'planned'
      AND (now() AT TIME ZONE 'Europe/London')::date
          <= (panel.meets_at AT TIME ZONE 'Europe/London')::date + 1
$$;

-- The requests on an agenda that they read, while they are on it. Never one about somebody they
-- are linked to, and never one of a restricted family.
CREATE OR REPLACE FUNCTION requests_on_agenda_of(who bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT asked.id
    FROM referrals_panel panel
    JOIN referrals_panelitem item ON item.panel_id = panel.id
    JOIN referrals_referral asked ON asked.id = item.referral_id
    LEFT JOIN cases_family family ON family.id = asked.family_id
    WHERE panel.id IN (SELECT panels_read_by(who))
      AND (item.outcome = 'decided' OR (item.outcome = '' AND asked.stage = 'panel'))
      AND asked.kept_for_id IS NULL AND NOT coalesce(family.restricted, false)
      AND NOT coalesce(who = ANY (asked.closed_to), false)
      AND NOT EXISTS (
          SELECT FROM linked_users linked
          WHERE linked.user_id = who AND linked.family_id = asked.family_id)
      AND NOT who = ANY (users_linked_to(ARRAY(
          SELECT person_id FROM referrals_referralperson
          WHERE referral_id = asked.id AND person_id IS NOT NULL)))
$$;

-- The items of a panel that a member may read, by their number: what their papers hold.
CREATE OR REPLACE FUNCTION panel_items_of(panel bigint, who bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT item.id FROM referrals_panelitem item
    WHERE item.panel_id = panel AND item.outcome IN ('', 'decided')
      AND item.referral_id IN (SELECT requests_on_agenda_of(who))
$$;
