-- The answers to an assessment that whoever asks wrote last, and the minutes they took, also of
-- families they no longer see (see cases/sql/written.sql).
SET check_function_bodies = off;  -- may_keep_words may be installed after this
CREATE OR REPLACE FUNCTION answers_written(before timestamptz, most integer) RETURNS TABLE (
    at timestamptz, reference text, form bigint, section text, question text, answer jsonb
)
LANGUAGE sql STABLE AS $$
    SELECT answer.saved_at, episode.reference::text, assessment.form_id, answer.section::text,
           answer.question::text, answer.value
    FROM assessments_answer answer
    JOIN assessments_assessment assessment ON assessment.id = answer.assessment_id
    JOIN cases_case episode ON episode.id = answer.case_id
    WHERE answer.saved_by_id = nullif(current_setting('app.actor_id', true), '')::bigint
      AND answer.saved_at < before
      AND may_keep_words(episode.family_id)
      AND answer.carried_on IS NULL  -- it stands where it was written
    ORDER BY answer.saved_at DESC FETCH FIRST (most) ROWS WITH TIES
$$;

CREATE OR REPLACE FUNCTION minutes_written(before timestamptz, most integer) RETURNS TABLE (
    at timestamptz, reference text, held_on date, minutes text, family_view text, child_view text
)
LANGUAGE sql STABLE AS $$
    SELECT review.recorded_at, episode.reference::text, review.held_on, review.minutes,
           review.family_view, review.child_view
    FROM assessments_review review
    JOIN cases_case episode ON episode.id = review.case_id
    WHERE review.recorded_by_id = nullif(current_setting('app.actor_id', true), '')::bigint
      AND review.recorded_at < before
      AND may_keep_words(episode.family_id)
    ORDER BY review.recorded_at DESC FETCH FIRST (most) ROWS WITH TIES
$$;
RESET check_function_bodies;
