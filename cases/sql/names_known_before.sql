-- Names that people bore before there was a lexicon. It runs when the functions are in place.
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM cases_namefrequency) THEN PERFORM count_names(); END IF;
END $$;
