-- Which answers of an assessment are there but not for the reader, by their place: "section.person.
-- question", without the person where it is about the family. Only of a case the reader sees, and
-- only for people of other agencies than the council. Never what the answer says or whose it is.
CREATE OR REPLACE FUNCTION answers_kept_back(assessment bigint) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
    SELECT answer.section || '.' || coalesce(answer.person_id::text, '') || '.' || answer.question
    FROM assessments_answer answer
    WHERE answer.assessment_id = answers_kept_back.assessment
      AND coalesce(current_setting('app.partner', true), '') <> ''
      AND answer.case_id = ANY (
          string_to_array(coalesce(current_setting('app.own', true), ''), ',')::bigint[])
      AND ((answer.about_an_adult
            AND answer.saved_by_agency_id::text IS DISTINCT FROM
                current_setting('app.partner', true)
            AND NOT 'assessments.answer:' || answer.id = ANY (
                string_to_array(coalesce(current_setting('app.given', true), ''), ',')))
           OR 'assessments.answer:' || answer.id = ANY (
                string_to_array(coalesce(current_setting('app.withheld', true), ''), ',')))
$$;
