-- The lexicon of names: by which spellings each recorded name is found. It is kept by a trigger on
-- people, so that whoever writes them, one by one or a hundred thousand at once, need not know of
-- it. A spelling may stand twice, where two wrote a new name at one moment: nobody waits for that.

-- A name in letters of another script, put into Latin ones as it is commonly written in England.
-- Vowel signs of Indian scripts are no letters and are not in a folded name: the sound does without.
CREATE OR REPLACE FUNCTION romanised(word text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    letters CONSTANT jsonb := '{
        "а":"a","б":"b","в":"v","г":"g","ґ":"g","д":"d","е":"e","є":"ye","ж":"zh","з":"z","и":"i",
        "і":"i","к":"k","л":"l","м":"m","н":"n","о":"o","п":"p","р":"r","с":"s","т":"t","у":"u",
        "ф":"f","х":"kh","ц":"ts","ч":"ch","ш":"sh","щ":"shch","ъ":"","ы":"y","ь":"","э":"e",
        "ю":"yu","я":"ya","ј":"j","љ":"l","њ":"n","ћ":"c","ђ":"d","џ":"dz",
        "α":"a","β":"v","γ":"g","δ":"d","ε":"e","ζ":"z","η":"i","θ":"th","ι":"i","κ":"k","λ":"l",
        "μ":"m","ν":"n","ξ":"x","ο":"o","π":"p","ρ":"r","σ":"s","ς":"s","τ":"t","υ":"y","φ":"f",
        "χ":"ch","ψ":"ps","ω":"o",
        "ا":"a","ب":"b","ت":"t","ث":"th","ج":"j","ح":"h","خ":"kh","د":"d","ذ":"z","ر":"r","ز":"z",
        "س":"s","ش":"sh","ص":"s","ض":"d","ط":"t","ظ":"z","ع":"a","غ":"gh","ف":"f","ق":"q","ك":"k",
        "ل":"l","م":"m","ن":"n","ه":"h","و":"u","ي":"i","ى":"a","ة":"a","ء":"","پ":"p","چ":"ch",
        "ژ":"zh","ک":"k","گ":"g","ی":"i","ہ":"h","ھ":"h","ے":"e","ں":"n","ٹ":"t","ڈ":"d","ڑ":"r",
        "ە":"e","ۆ":"o","ێ":"e","ڕ":"r","ڵ":"l","ڤ":"v",
        "अ":"a","आ":"a","इ":"i","ई":"i","उ":"u","ऊ":"u","ऋ":"ri","ए":"e","ऐ":"ai","ओ":"o","औ":"au",
        "क":"k","ख":"kh","ग":"g","घ":"gh","ङ":"n","च":"ch","छ":"ch","ज":"j","झ":"jh","ञ":"n",
        "ट":"t","ठ":"th","ड":"d","ढ":"dh","ण":"n","त":"t","थ":"th","द":"d","ध":"dh","न":"n",
        "प":"p","फ":"ph","ब":"b","भ":"bh","म":"m","य":"y","र":"r","ल":"l","व":"v","श":"sh",
        "ष":"sh","स":"s","ह":"h","ड़":"r"
    }';
    said text := '';
    letter text;
BEGIN
    IF word ~ '^[a-z0-9 ]*$' THEN RETURN word; END IF;
    FOREACH letter IN ARRAY regexp_split_to_array(
        regexp_replace(regexp_replace(word, '(^| )و', '\1w', 'g'), '(^| )[يی]', '\1y', 'g'), '')
    LOOP
        -- Bengali, Gurmukhi and Gujarati letters stand in the order of the Devanagari ones.
        IF letter IN ('ৰ', 'ੜ') THEN letter := 'र';
        ELSIF ascii(letter) BETWEEN 2432 AND 2815 THEN
            letter := chr(2304 + ascii(letter) % 128);
        END IF;
        said := said || coalesce(letters ->> letter, letter);
    END LOOP;
    RETURN said;
END $$;

-- How one word sounds: its consonants, those that are confused between spellings made one, and a
-- star for any vowel it begins with. Mohammed, Muhammad and محمد: mhmd. Empty where it is too short
-- to tell names apart.
CREATE OR REPLACE FUNCTION sound_of(word text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    said text := romanised(word);
BEGIN
    said := regexp_replace(said, '([a-z])\1+', '\1', 'g');
    said := replace(replace(replace(said, 'q', 'k'), 'x', 'ks'), 'ck', 'k');
    said := regexp_replace(said, 'sch|sh|sz', 'X', 'g');
    said := regexp_replace(said, 'tch|ch|cz', 'C', 'g');
    said := regexp_replace(said, 'rz|zh', 'z', 'g');
    said := regexp_replace(said, 'dzh|dj', 'j', 'g');
    said := replace(said, 'ph', 'f');
    said := regexp_replace(said, 'c(?=[eiy])', 's', 'g');
    said := translate(said, 'cz', 'ks');
    said := regexp_replace(said, '([aeiou])w(?![aeiouy])', '\1', 'g');
    said := translate(said, 'wv', 'ff');
    said := regexp_replace(said, '([bcdfgjkprstxzXC])h|h$', '\1', 'g');
    said := regexp_replace(said, '^[aeiou]+', '*');
    said := left(said, 1) || regexp_replace(substr(said, 2), '[aeiouy]', '', 'g');
    RETURN CASE WHEN length(said) > 1 THEN said ELSE '' END;
END $$;

-- All spellings under which a name is found. Of a name of several words: each, and all in one.
-- A word of three letters with another letter is another name, so it is found as it is.
CREATE OR REPLACE FUNCTION spellings_of(name text) RETURNS TABLE (how text, spelling text)
LANGUAGE plpgsql IMMUTABLE ROWS 12 AS $$
DECLARE
    latin text := romanised(name);
    part text;
BEGIN
    FOR part IN
        SELECT word FROM string_to_table(latin, ' ') word
        UNION SELECT replace(latin, ' ', '')
    LOOP
        CONTINUE WHEN part = '';
        how := 'part';
        spelling := part;
        RETURN NEXT;
        how := 'sound';
        spelling := sound_of(part);
        IF spelling <> '' THEN RETURN NEXT; END IF;
        CONTINUE WHEN length(part) NOT BETWEEN 4 AND 30;
        how := 'slip';
        FOR place IN 1 .. length(part) LOOP
            -- Of two letters that are the same, leaving out either gives one spelling.
            CONTINUE WHEN substr(part, place, 1) = substr(part, place + 1, 1);
            spelling := overlay(part PLACING '' FROM place FOR 1);
            RETURN NEXT;
        END LOOP;
    END LOOP;
END $$;

-- Put names into the lexicon that are not in it yet.
CREATE OR REPLACE FUNCTION learn_names(names text[]) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO cases_namespelling (key, how, spelling)
    SELECT fresh.name, found.how, found.spelling
    FROM (
        SELECT DISTINCT name COLLATE "C" AS name FROM unnest(names) name WHERE name <> ''
        EXCEPT
        SELECT known.key FROM cases_namespelling known
        WHERE known.how = 'part' AND known.key = ANY (names)
    ) fresh
    CROSS JOIN LATERAL spellings_of(fresh.name) found
$$;

-- Take names out of it that nobody bears any more: what is erased of a person leaves no trace here.
CREATE OR REPLACE FUNCTION forget_names(names text[]) RETURNS void
LANGUAGE sql AS $$
    WITH gone AS MATERIALIZED (
        SELECT name COLLATE "C" AS name FROM unnest(names) name
        WHERE NOT EXISTS (SELECT FROM cases_person WHERE given_key = name)
          AND NOT EXISTS (SELECT FROM cases_person WHERE family_key = name)
          AND NOT EXISTS (SELECT FROM cases_person WHERE known_key = name AND known_key <> '')
    ),
    uncounted AS (
        DELETE FROM cases_namefrequency WHERE key IN (SELECT name FROM gone) AND key <> ''
    )
    DELETE FROM cases_namespelling WHERE key IN (SELECT name FROM gone)
$$;

CREATE OR REPLACE FUNCTION names_follow_people() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    fresh text[];
    former text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        fresh := ARRAY(
            SELECT given_key FROM after_rows UNION SELECT family_key FROM after_rows
            UNION SELECT known_key FROM after_rows);
    ELSIF TG_OP = 'DELETE' THEN
        former := ARRAY(
            SELECT given_key FROM before_rows UNION SELECT family_key FROM before_rows
            UNION SELECT known_key FROM before_rows);
    ELSE
        fresh := ARRAY(
            SELECT given_key FROM after_rows EXCEPT SELECT given_key FROM before_rows
            UNION (SELECT family_key FROM after_rows EXCEPT SELECT family_key FROM before_rows)
            UNION (SELECT known_key FROM after_rows EXCEPT SELECT known_key FROM before_rows));
        former := ARRAY(
            SELECT given_key FROM before_rows EXCEPT SELECT given_key FROM after_rows
            UNION (SELECT family_key FROM before_rows EXCEPT SELECT family_key FROM after_rows)
            UNION (SELECT known_key FROM before_rows EXCEPT SELECT known_key FROM after_rows));
    END IF;
    IF cardinality(fresh) > 0 THEN PERFORM learn_names(fresh); END IF;
    IF cardinality(former) > 0 THEN PERFORM forget_names(former); END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER new_names_are_learnt AFTER INSERT ON cases_person
    REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION names_follow_people();
CREATE OR REPLACE TRIGGER changed_names_are_learnt AFTER UPDATE ON cases_person
    REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION names_follow_people();
CREATE OR REPLACE TRIGGER erased_names_are_forgotten AFTER DELETE ON cases_person
    REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION names_follow_people();

-- Every night: how many people bear each name, and of the empty one how many there are. What two
-- did to one name at a moment is put right.
CREATE OR REPLACE FUNCTION count_names() RETURNS void
LANGUAGE sql AS $$
    WITH borne AS (
        SELECT key COLLATE "C" AS key, count(*) AS people FROM (
            SELECT given_key AS key FROM cases_person
            UNION ALL SELECT family_key FROM cases_person
            UNION ALL SELECT known_key FROM cases_person WHERE known_key <> given_key) names
        WHERE key <> '' GROUP BY 1
        UNION ALL SELECT '', count(*) FROM cases_person
    ),
    forgotten AS (
        DELETE FROM cases_namespelling known
        WHERE NOT EXISTS (SELECT FROM borne WHERE borne.key = known.key)
    ),
    uncounted AS (
        DELETE FROM cases_namefrequency known
        WHERE NOT EXISTS (SELECT FROM borne WHERE borne.key = known.key)
    )
    INSERT INTO cases_namefrequency AS known (key, people) SELECT key, people FROM borne
    ON CONFLICT (key) DO UPDATE SET people = excluded.people
    WHERE known.people <> excluded.people;
    SELECT learn_names(ARRAY(
        SELECT given_key FROM cases_person UNION SELECT family_key FROM cases_person
        UNION SELECT known_key FROM cases_person));
$$;

-- Recorded names like those asked for, the nearest first: `same`; `part` (one of several words);
-- `starts`, where `beginnings` are asked for; `slip` (a letter more, less or other, or two changed
-- over); `sound`. `forms` are looked for as they are. Of a word at most `most`, those that more
-- people bear before others. `share`: how many of all people bear the name; in a small council's
-- record as in a large one's a name is no more common than among ten thousand.
CREATE OR REPLACE FUNCTION names_like(
    words text[], forms text[], beginnings boolean, most integer
) RETURNS TABLE (word text, key text, how text, share double precision)
LANGUAGE sql STABLE
SET plan_cache_mode = 'force_generic_plan'  -- its tables are asked by key, whatever is asked
AS $$
    WITH asked AS MATERIALIZED (
        SELECT word, spelt.how, spelt.spelling COLLATE "C" AS spelling
        FROM unnest(words) word CROSS JOIN LATERAL spellings_of(word) spelt
        UNION SELECT form, 'part', form COLLATE "C" FROM unnest(forms) form
    ),
    found AS (  -- OFFSET: one look into the index for each spelling, however many are expected
        SELECT asked.word, known.key, CASE WHEN known.key = asked.word THEN 0
                    WHEN asked.how = 'part' AND known.how = 'part' THEN 1
                    WHEN asked.how = 'sound' THEN 4 ELSE 3 END AS distance
        FROM asked CROSS JOIN LATERAL (
            SELECT spelt.key, spelt.how FROM cases_namespelling spelt
            WHERE spelt.spelling = asked.spelling
              AND (spelt.how = 'sound') = (asked.how = 'sound') OFFSET 0) known
        UNION ALL
        SELECT asked.word, known.key, 2
        FROM asked CROSS JOIN LATERAL (
            SELECT spelt.key FROM cases_namespelling spelt
            WHERE beginnings AND asked.how = 'part' AND length(asked.spelling) > 1
              AND spelt.how = 'part' AND spelt.spelling > asked.spelling
              AND spelt.spelling < asked.spelling || '~' LIMIT 100) known
    ),
    nearest AS (
        SELECT found.word, found.key, min(distance) AS distance FROM found GROUP BY 1, 2
    ),
    ranked AS (
        SELECT nearest.*, counted.people, row_number() OVER (
            PARTITION BY nearest.word ORDER BY distance, counted.people DESC NULLS LAST,
                nearest.key) AS place
        FROM nearest LEFT JOIN LATERAL (
            SELECT borne.people FROM cases_namefrequency borne
            WHERE borne.key = nearest.key LIMIT 1) counted ON true
    )
    SELECT ranked.word, ranked.key::text,
           (ARRAY['same', 'part', 'starts', 'slip', 'sound'])[ranked.distance + 1],
           ranked.people::double precision / greatest(
               (SELECT people FROM cases_namefrequency every WHERE every.key = ''), 10000)
    FROM ranked WHERE place <= most
    ORDER BY ranked.word, ranked.place
$$;

GRANT INSERT, DELETE ON cases_namespelling TO earlyhelp_counting;
GRANT INSERT, UPDATE, DELETE ON cases_namefrequency TO earlyhelp_counting;
GRANT USAGE ON SEQUENCE cases_namespelling_id_seq TO earlyhelp_counting;
