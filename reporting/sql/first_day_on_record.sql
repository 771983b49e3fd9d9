-- The day the earliest case was opened: what lies before it, no figure can know.
CREATE OR REPLACE FUNCTION first_day_on_record () RETURNS date
LANGUAGE sql STABLE AS $$ SELECT min(opened_on) FROM cases_case $$;
