-- What the Prisma schema cannot say.

-- Dated rows: half-open, never empty, never overlapping.
ALTER TABLE account_type_span ADD CONSTRAINT account_type_span_span CHECK (valid_to IS NULL OR valid_to > valid_from);
ALTER TABLE account_type_span ADD CONSTRAINT account_type_span_no_overlap
  EXCLUDE USING gist (account_id WITH =, daterange(valid_from, valid_to, '[)') WITH &&);

ALTER TABLE instance_link ADD CONSTRAINT instance_link_span CHECK (valid_to IS NULL OR valid_to > valid_from);
ALTER TABLE instance_link ADD CONSTRAINT instance_link_no_overlap
  EXCLUDE USING gist (instance_no WITH =, daterange(valid_from, valid_to, '[)') WITH &&);

ALTER TABLE instance_hosting ADD CONSTRAINT instance_hosting_span CHECK (valid_to IS NULL OR valid_to > valid_from);
ALTER TABLE instance_hosting ADD CONSTRAINT instance_hosting_no_overlap
  EXCLUDE USING gist (instance_no WITH =, daterange(valid_from, valid_to, '[)') WITH &&);

ALTER TABLE instance_environment ADD CONSTRAINT instance_environment_span CHECK (valid_to IS NULL OR valid_to > valid_from);
ALTER TABLE instance_environment ADD CONSTRAINT instance_environment_no_overlap
  EXCLUDE USING gist (instance_no WITH =, daterange(valid_from, valid_to, '[)') WITH &&);

ALTER TABLE licence ADD CONSTRAINT licence_span CHECK (valid_to IS NULL OR valid_to > valid_from);
ALTER TABLE licence ADD CONSTRAINT licence_seats CHECK (seats >= 0);

ALTER TABLE licence_tag ADD CONSTRAINT licence_tag_span CHECK (valid_to IS NULL OR valid_to > valid_from);
ALTER TABLE licence_tag ADD CONSTRAINT licence_tag_no_overlap
  EXCLUDE USING gist (licence_id WITH =, tag WITH =, daterange(valid_from, valid_to, '[)') WITH &&);

ALTER TABLE consent_term ADD CONSTRAINT consent_term_span CHECK (valid_to IS NULL OR valid_to > valid_from);
ALTER TABLE consent_term ADD CONSTRAINT consent_term_level CHECK (level BETWEEN 0 AND 3);
ALTER TABLE consent_term ADD CONSTRAINT consent_term_no_overlap
  EXCLUDE USING gist (account_id WITH =, COALESCE(instance_no, 0) WITH =, daterange(valid_from, valid_to, '[)') WITH &&);

ALTER TABLE setting ADD CONSTRAINT setting_span CHECK (valid_to IS NULL OR valid_to > valid_from);
ALTER TABLE setting ADD CONSTRAINT setting_no_overlap
  EXCLUDE USING gist (key WITH =, daterange(valid_from, valid_to, '[)') WITH &&);

ALTER TABLE account_summary ADD CONSTRAINT account_summary_span CHECK (valid_to IS NULL OR valid_to > valid_from);
ALTER TABLE account_summary ADD CONSTRAINT account_summary_tier CHECK (tier BETWEEN 0 AND 3);
ALTER TABLE account_summary ADD CONSTRAINT account_summary_no_overlap
  EXCLUDE USING gist (account_id WITH =, daterange(valid_from, valid_to, '[)') WITH &&);

ALTER TABLE effective_interval ADD CONSTRAINT effective_interval_span CHECK (valid_to IS NULL OR valid_to > valid_from);
ALTER TABLE effective_interval ADD CONSTRAINT effective_interval_caps CHECK (
  term_level BETWEEN 0 AND 3 AND opt_out_cap BETWEEN 0 AND 3 AND licence_cap BETWEEN 0 AND 3
  AND hosting_cap BETWEEN 0 AND 3 AND consent_cap BETWEEN 0 AND 3);
ALTER TABLE effective_interval ADD CONSTRAINT effective_interval_level CHECK (
  level = LEAST(term_level, opt_out_cap, licence_cap, hosting_cap, consent_cap));
ALTER TABLE effective_interval ADD CONSTRAINT effective_interval_no_overlap
  EXCLUDE USING gist (instance_no WITH =, daterange(valid_from, valid_to, '[)') WITH &&);

-- Opt-outs may overlap: the strictest counts.
ALTER TABLE instance_opt_out ADD CONSTRAINT instance_opt_out_level CHECK (level BETWEEN 0 AND 2);
ALTER TABLE instance_opt_out ADD CONSTRAINT instance_opt_out_span CHECK (ends_on IS NULL OR ends_on > effective_on);

ALTER TABLE instance_state ADD CONSTRAINT instance_state_tier CHECK (observed_tier BETWEEN 0 AND 3);
ALTER TABLE consent_change ADD CONSTRAINT consent_change_level CHECK (level BETWEEN 0 AND 3);
ALTER TABLE consent_change ADD CONSTRAINT consent_change_span CHECK (valid_to IS NULL OR valid_to > valid_from);
ALTER TABLE consent_change ADD CONSTRAINT consent_change_void CHECK ((kind = 'void') = (voids_id IS NOT NULL));
ALTER TABLE consent_change ADD CONSTRAINT consent_change_hide CHECK (
  history = 'keep' OR (level IS NOT NULL AND (instance_no IS NOT NULL OR account_id IS NOT NULL)));

ALTER TABLE role_grant ADD CONSTRAINT role_grant_subject CHECK (num_nonnulls(user_id, group_id) = 1);
ALTER TABLE favorite ADD CONSTRAINT favorite_kind CHECK (kind IN ('look', 'dashboard'));
ALTER TABLE tile ADD CONSTRAINT tile_place CHECK (x BETWEEN 0 AND 11 AND w BETWEEN 1 AND 12 AND x + w <= 12 AND y >= 0 AND h BETWEEN 1 AND 24);
ALTER TABLE registry_epoch ADD CONSTRAINT registry_epoch_one_row CHECK (id = 1);

-- Append-only: the log of consent and the audit are never rewritten.
CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER consent_change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_change
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

-- The epoch goes up once in each transaction that touches anything the snapshot holds. The row lock it
-- takes makes such transactions follow one another.
CREATE FUNCTION bump_registry_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE registry_epoch
    SET epoch = epoch + 1, changed_in = pg_current_xact_id()::text::bigint, changed_at = now()
    WHERE id = 1 AND changed_in <> pg_current_xact_id()::text::bigint;
  RETURN NULL;
END $$;

DO $$
DECLARE feed text;
BEGIN
  FOREACH feed IN ARRAY ARRAY[
    'account', 'account_type_span', 'instance', 'instance_link', 'instance_hosting', 'instance_environment',
    'licence', 'licence_tag', 'consent_term', 'instance_opt_out', 'consent_change', 'effective_interval', 'setting'
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION bump_registry_epoch()',
      feed || '_epoch', feed);
  END LOOP;
END $$;

-- Where every registry starts: one epoch, the default policy, and what free and prospect accounts follow.
INSERT INTO registry_epoch (id) VALUES (1);
INSERT INTO setting (key, value, valid_from) VALUES
  ('hosting_policy', 'managed_only', '2000-01-01'),
  ('default_tier_free', '2', '2000-01-01'),
  ('default_tier_prospect', '2', '2000-01-01');
