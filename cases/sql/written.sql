-- Whether somebody keeps their own words about a family: it is not restricted, and they are linked
-- to nobody in it; or it is opened to them.
CREATE OR REPLACE FUNCTION may_keep_words(family bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT NOT family = ANY (string_to_array(
               coalesce(current_setting('app.closed', true), ''), ',')::bigint[])
       AND (family = ANY (string_to_array(
               coalesce(current_setting('app.opened', true), ''), ',')::bigint[])
            OR NOT EXISTS (SELECT FROM cases_family found
                           WHERE found.id = family AND found.restricted))
$$;

-- What whoever asks wrote themselves, also about families they no longer see. Nobody else's words:
-- the author is who the transaction was entered for, and cannot be named by the caller. Cases are
-- named by their reference alone. Restricted families, and those of people they are linked to, are
-- left out. The newest before a moment; rows of the same moment stay together.
CREATE OR REPLACE FUNCTION contacts_written(before timestamptz, most integer) RETURNS TABLE (
    at timestamptz, reference text, kind text, no_access boolean, words text, next_step text
)
LANGUAGE sql STABLE AS $$
    SELECT contact.recorded_at, episode.reference::text, contact.kind::text, contact.no_access,
           contact.text, contact.next_step::text
    FROM cases_contact contact
    JOIN cases_case episode ON episode.id = contact.case_id
    WHERE contact.by_id = nullif(current_setting('app.actor_id', true), '')::bigint
      AND contact.recorded_at < before
      AND may_keep_words(episode.family_id)
    ORDER BY contact.recorded_at DESC FETCH FIRST (most) ROWS WITH TIES
$$;

