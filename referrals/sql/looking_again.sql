-- What a manager of a place looks at again where no case lies in it: a decision that was drawn for
-- them, or a disagreement that managers settle, about a request whose address lies in a locality they
-- serve. While it waits, and afterwards what they judged or settled themselves. Never one about
-- somebody they are linked to, and never one of a restricted family. Asked by the row policies and by
-- `ReferralQuerySet.visible_to` alike.
CREATE OR REPLACE FUNCTION requests_to_look_at_again(who bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT asked.id
    FROM (
        SELECT decided.referral_id
        FROM referrals_sample drawn JOIN referrals_decision decided ON decided.id = drawn.decision_id
        WHERE drawn.verdict = '' OR drawn.judged_by_id = who
        UNION
        SELECT disputed.referral_id
        FROM referrals_disagreement disputed
        WHERE disputed.ended_by_id = who OR (disputed.ended_at IS NULL AND EXISTS (
            SELECT FROM referrals_disagreementstage stage
            WHERE stage.disagreement_id = disputed.id AND stage.number > 1))
    ) again
    JOIN referrals_referral asked ON asked.id = again.referral_id
    JOIN accounts_user reader ON reader.id = who AND reader.is_active
        AND reader.role IN ('team_manager', 'locality_manager')
    JOIN accounts_user_localities served
        ON served.user_id = who AND served.locality_id = asked.locality_id
    LEFT JOIN cases_family family ON family.id = asked.family_id
    WHERE asked.case_id IS NULL AND asked.kept_for_id IS NULL AND NOT coalesce(family.restricted, false)
      AND NOT coalesce(who = ANY (asked.closed_to), false)
      AND NOT EXISTS (
          SELECT FROM linked_users linked
          WHERE linked.user_id = who AND linked.family_id = asked.family_id)
      AND NOT who = ANY (users_linked_to(ARRAY(
          SELECT person_id FROM referrals_referralperson
          WHERE referral_id = asked.id AND person_id IS NOT NULL)))
$$;
