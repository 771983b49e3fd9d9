-- Who reads what of a panel. Asked by the row policies and by `ReferralQuerySet.visible_to` alike,
-- so that the rule is said once.

-- The panels somebody chairs or sits on.
CREATE OR REPLACE FUNCTION panels_of(who bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT id FROM referrals_panel WHERE chair_id = who
    UNION
    SELECT panel_id FROM referrals_panelmember WHERE user_id = who AND removed_at IS NULL
$$;

-- The requests on the agenda of a planned panel of theirs, while they are on it. Never one about
-- somebody they are linked to, and never one of a restricted family.
CREATE OR REPLACE FUNCTION requests_on_agenda_of(who bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT asked.id
    FROM referrals_panel panel
    JOIN referrals_panelitem item ON item.panel_id = panel.id
    JOIN referrals_referral asked ON asked.id = item.referral_id
    LEFT JOIN cases_family family ON family.id = asked.family_id
    WHERE panel.state = 'planned' AND panel.id IN (SELECT panels_of(who))
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
