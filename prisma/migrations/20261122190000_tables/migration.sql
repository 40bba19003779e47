-- Equality operators for EXCLUDE USING gist, and trigram search.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "account_type" AS ENUM ('customer', 'prospect', 'free', 'former', 'internal');

-- CreateEnum
CREATE TYPE "hosting_type" AS ENUM ('self_hosted', 'managed', 'dotcom');

-- CreateEnum
CREATE TYPE "environment_type" AS ENUM ('production', 'staging', 'dev', 'test', 'qa');

-- CreateEnum
CREATE TYPE "consent_basis" AS ENUM ('signup_trial', 'order_form_cloud_tos', 'contract_cloud_tos', 'ce_led_trial');

-- CreateEnum
CREATE TYPE "crm_value" AS ENUM ('yes', 'no');

-- CreateEnum
CREATE TYPE "history_rule" AS ENUM ('hide', 'keep');

-- CreateEnum
CREATE TYPE "change_kind" AS ENUM ('term', 'narrowing', 'opt_out', 'void', 'registration', 'account_type', 'link', 'hosting', 'environment', 'licence', 'setting');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('viewer', 'creator', 'admin');

-- CreateEnum
CREATE TYPE "request_state" AS ENUM ('open', 'approved', 'declined');

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "segment" TEXT,
    "region" TEXT,
    "industry" TEXT,
    "employees" INTEGER,
    "account_executive" TEXT,
    "account_executive_email" TEXT,
    "customer_engineer" TEXT,
    "customer_engineer_email" TEXT,
    "arr_usd" DECIMAL(14,2),
    "contract_start" DATE,
    "contract_end" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_type_span" (
    "id" SERIAL NOT NULL,
    "account_id" TEXT NOT NULL,
    "type" "account_type" NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "account_type_span_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instance" (
    "instance_no" SERIAL NOT NULL,
    "site_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "instance_pkey" PRIMARY KEY ("instance_no")
);

-- CreateTable
CREATE TABLE "instance_link" (
    "id" SERIAL NOT NULL,
    "instance_no" INTEGER NOT NULL,
    "account_id" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "instance_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instance_hosting" (
    "id" SERIAL NOT NULL,
    "instance_no" INTEGER NOT NULL,
    "hosting" "hosting_type" NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "instance_hosting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instance_environment" (
    "id" SERIAL NOT NULL,
    "instance_no" INTEGER NOT NULL,
    "environment" "environment_type" NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "instance_environment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instance_state" (
    "instance_no" INTEGER NOT NULL,
    "first_ping" DATE,
    "last_ping" DATE,
    "observed_tier" SMALLINT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "instance_state_pkey" PRIMARY KEY ("instance_no")
);

-- CreateTable
CREATE TABLE "licence" (
    "id" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "instance_no" INTEGER,
    "plan" TEXT NOT NULL,
    "seats" INTEGER NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "licence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "licence_tag" (
    "id" SERIAL NOT NULL,
    "licence_id" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "licence_tag_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "email" TEXT,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_summary" (
    "account_id" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "type" "account_type" NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "tier" SMALLINT NOT NULL,
    "mixed" BOOLEAN NOT NULL,
    "hosting" "hosting_type"[],
    "hosting_key" TEXT NOT NULL,
    "instances" INTEGER NOT NULL,
    "seats" INTEGER,
    "seats_key" INTEGER NOT NULL,
    "last_ping" DATE,
    "ping_key" DATE NOT NULL,

    CONSTRAINT "account_summary_pkey" PRIMARY KEY ("account_id","valid_from")
);

-- CreateTable
CREATE TABLE "consent_term" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "instance_no" INTEGER,
    "level" SMALLINT NOT NULL,
    "basis" "consent_basis",
    "document" TEXT,
    "signed_on" DATE,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "carve_out" BOOLEAN NOT NULL DEFAULT false,
    "crm_value" "crm_value",
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "recorded_by" TEXT NOT NULL,
    "change_id" TEXT,

    CONSTRAINT "consent_term_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instance_opt_out" (
    "id" TEXT NOT NULL,
    "instance_no" INTEGER NOT NULL,
    "level" SMALLINT NOT NULL,
    "effective_on" DATE NOT NULL,
    "ends_on" DATE,
    "history" "history_rule" NOT NULL,
    "requester" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "ticket" TEXT,
    "reason" TEXT NOT NULL,
    "approver" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "recorded_by" TEXT NOT NULL,
    "change_id" TEXT NOT NULL,

    CONSTRAINT "instance_opt_out_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent_change" (
    "seq" SERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "kind" "change_kind" NOT NULL,
    "instance_no" INTEGER,
    "account_id" TEXT,
    "level" SMALLINT,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "history" "history_rule" NOT NULL,
    "voids_id" TEXT,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "actor_id" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consent_change_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "effective_interval" (
    "instance_no" INTEGER NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "level" SMALLINT NOT NULL,
    "term_level" SMALLINT NOT NULL,
    "opt_out_cap" SMALLINT NOT NULL,
    "licence_cap" SMALLINT NOT NULL,
    "hosting_cap" SMALLINT NOT NULL,
    "consent_cap" SMALLINT NOT NULL,

    CONSTRAINT "effective_interval_pkey" PRIMARY KEY ("instance_no","valid_from")
);

-- CreateTable
CREATE TABLE "registry_epoch" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "changed_in" BIGINT NOT NULL DEFAULT 0,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "registry_epoch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" TIMESTAMPTZ(3),
    "name" TEXT NOT NULL,
    "title" TEXT,
    "image" TEXT,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "disabled_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "session_token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "user_id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("user_id","group_id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "id" TEXT NOT NULL,
    "user_id" TEXT,
    "group_id" TEXT,
    "role" "role" NOT NULL,
    "reason" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "granted_by" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_by" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_request" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "permission" TEXT,
    "role" "role" NOT NULL,
    "reason" TEXT NOT NULL,
    "state" "request_state" NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "access_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit" (
    "seq" SERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "actor_id" TEXT,
    "action" TEXT NOT NULL,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "target_label" TEXT NOT NULL,
    "reason" TEXT,
    "before" JSONB,
    "after" JSONB,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "folder" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "parent_id" TEXT,
    "owner_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "folder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "look" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "owner_id" TEXT NOT NULL,
    "folder_id" TEXT,
    "question" JSONB NOT NULL,
    "vis" JSONB NOT NULL,
    "certified_by" TEXT,
    "certified_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "look_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "look_version" (
    "look_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "question" JSONB NOT NULL,
    "vis" JSONB NOT NULL,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "look_version_pkey" PRIMARY KEY ("look_id","version")
);

-- CreateTable
CREATE TABLE "dashboard" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "owner_id" TEXT NOT NULL,
    "personal" BOOLEAN NOT NULL DEFAULT true,
    "sections" JSONB NOT NULL DEFAULT '[]',
    "filters" JSONB NOT NULL DEFAULT '[]',
    "certified_by" TEXT,
    "certified_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "dashboard_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tile" (
    "id" TEXT NOT NULL,
    "dashboard_id" TEXT NOT NULL,
    "look_id" TEXT NOT NULL,
    "section" TEXT,
    "x" SMALLINT NOT NULL,
    "y" SMALLINT NOT NULL,
    "w" SMALLINT NOT NULL,
    "h" SMALLINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "favorite" (
    "user_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "favorite_pkey" PRIMARY KEY ("user_id","kind","target_id")
);

-- CreateTable
CREATE TABLE "covered_set" (
    "hash" TEXT NOT NULL,
    "instance_nos" INTEGER[],
    "account_ids" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "covered_set_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "query_log" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user_id" TEXT,
    "job" TEXT,
    "surface" TEXT NOT NULL,
    "metrics" TEXT[],
    "level" TEXT NOT NULL,
    "covered_hash" TEXT,
    "epoch" INTEGER NOT NULL,
    "engine" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "bytes" BIGINT,
    "ms" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL DEFAULT 'ok',

    CONSTRAINT "query_log_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_ref_key" ON "account"("ref");

-- CreateIndex
CREATE INDEX "account_account_executive_email_idx" ON "account"("account_executive_email");

-- CreateIndex
CREATE INDEX "account_customer_engineer_email_idx" ON "account"("customer_engineer_email");

-- CreateIndex
CREATE INDEX "account_type_span_account_id_valid_from_idx" ON "account_type_span"("account_id", "valid_from");

-- CreateIndex
CREATE UNIQUE INDEX "instance_site_id_key" ON "instance"("site_id");

-- CreateIndex
CREATE INDEX "instance_link_instance_no_valid_from_idx" ON "instance_link"("instance_no", "valid_from");

-- CreateIndex
CREATE INDEX "instance_link_account_id_idx" ON "instance_link"("account_id");

-- CreateIndex
CREATE INDEX "instance_hosting_instance_no_valid_from_idx" ON "instance_hosting"("instance_no", "valid_from");

-- CreateIndex
CREATE INDEX "instance_environment_instance_no_valid_from_idx" ON "instance_environment"("instance_no", "valid_from");

-- CreateIndex
CREATE UNIQUE INDEX "licence_ref_key" ON "licence"("ref");

-- CreateIndex
CREATE INDEX "licence_account_id_idx" ON "licence"("account_id");

-- CreateIndex
CREATE INDEX "licence_instance_no_idx" ON "licence"("instance_no");

-- CreateIndex
CREATE INDEX "licence_tag_licence_id_idx" ON "licence_tag"("licence_id");

-- CreateIndex
CREATE INDEX "person_account_id_idx" ON "person"("account_id");

-- CreateIndex
CREATE INDEX "account_summary_type_name_key_account_id_idx" ON "account_summary"("type", "name_key", "account_id");

-- CreateIndex
CREATE INDEX "account_summary_type_tier_name_key_account_id_idx" ON "account_summary"("type", "tier", "name_key", "account_id");

-- CreateIndex
CREATE INDEX "account_summary_type_hosting_key_name_key_account_id_idx" ON "account_summary"("type", "hosting_key", "name_key", "account_id");

-- CreateIndex
CREATE INDEX "account_summary_type_seats_key_name_key_account_id_idx" ON "account_summary"("type", "seats_key", "name_key", "account_id");

-- CreateIndex
CREATE INDEX "account_summary_type_instances_name_key_account_id_idx" ON "account_summary"("type", "instances", "name_key", "account_id");

-- CreateIndex
CREATE INDEX "account_summary_type_ping_key_name_key_account_id_idx" ON "account_summary"("type", "ping_key", "name_key", "account_id");

-- CreateIndex
CREATE INDEX "account_summary_search_idx" ON "account_summary" USING GIN ("search" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "consent_term_account_id_idx" ON "consent_term"("account_id");

-- CreateIndex
CREATE INDEX "consent_term_instance_no_idx" ON "consent_term"("instance_no");

-- CreateIndex
CREATE INDEX "instance_opt_out_instance_no_idx" ON "instance_opt_out"("instance_no");

-- CreateIndex
CREATE UNIQUE INDEX "consent_change_id_key" ON "consent_change"("id");

-- CreateIndex
CREATE UNIQUE INDEX "consent_change_voids_id_key" ON "consent_change"("voids_id");

-- CreateIndex
CREATE INDEX "consent_change_instance_no_idx" ON "consent_change"("instance_no");

-- CreateIndex
CREATE INDEX "consent_change_account_id_idx" ON "consent_change"("account_id");

-- CreateIndex
CREATE INDEX "consent_change_recorded_at_idx" ON "consent_change"("recorded_at");

-- CreateIndex
CREATE INDEX "setting_key_valid_from_idx" ON "setting"("key", "valid_from");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_session_token_key" ON "session"("session_token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_expires_idx" ON "session"("expires");

-- CreateIndex
CREATE INDEX "identity_user_id_idx" ON "identity"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_issuer_subject_key" ON "identity"("issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "group_slug_key" ON "group"("slug");

-- CreateIndex
CREATE INDEX "membership_group_id_idx" ON "membership"("group_id");

-- CreateIndex
CREATE INDEX "role_grant_user_id_idx" ON "role_grant"("user_id");

-- CreateIndex
CREATE INDEX "role_grant_group_id_idx" ON "role_grant"("group_id");

-- CreateIndex
CREATE INDEX "access_request_state_created_at_idx" ON "access_request"("state", "created_at");

-- CreateIndex
CREATE INDEX "access_request_user_id_idx" ON "access_request"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_id_key" ON "audit"("id");

-- CreateIndex
CREATE INDEX "audit_target_type_target_id_idx" ON "audit"("target_type", "target_id");

-- CreateIndex
CREATE INDEX "audit_at_idx" ON "audit"("at");

-- CreateIndex
CREATE INDEX "folder_parent_id_idx" ON "folder"("parent_id");

-- CreateIndex
CREATE INDEX "look_owner_id_idx" ON "look"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "dashboard_slug_key" ON "dashboard"("slug");

-- CreateIndex
CREATE INDEX "dashboard_owner_id_idx" ON "dashboard"("owner_id");

-- CreateIndex
CREATE INDEX "tile_dashboard_id_idx" ON "tile"("dashboard_id");

-- CreateIndex
CREATE INDEX "tile_look_id_idx" ON "tile"("look_id");

-- CreateIndex
CREATE INDEX "covered_set_account_ids_idx" ON "covered_set" USING GIN ("account_ids");

-- CreateIndex
CREATE INDEX "query_log_at_idx" ON "query_log"("at");

-- CreateIndex
CREATE INDEX "query_log_user_id_at_idx" ON "query_log"("user_id", "at");

-- CreateIndex
CREATE INDEX "query_log_covered_hash_idx" ON "query_log"("covered_hash");

-- AddForeignKey
ALTER TABLE "account_type_span" ADD CONSTRAINT "account_type_span_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instance_link" ADD CONSTRAINT "instance_link_instance_no_fkey" FOREIGN KEY ("instance_no") REFERENCES "instance"("instance_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instance_link" ADD CONSTRAINT "instance_link_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instance_hosting" ADD CONSTRAINT "instance_hosting_instance_no_fkey" FOREIGN KEY ("instance_no") REFERENCES "instance"("instance_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instance_environment" ADD CONSTRAINT "instance_environment_instance_no_fkey" FOREIGN KEY ("instance_no") REFERENCES "instance"("instance_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instance_state" ADD CONSTRAINT "instance_state_instance_no_fkey" FOREIGN KEY ("instance_no") REFERENCES "instance"("instance_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "licence" ADD CONSTRAINT "licence_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "licence" ADD CONSTRAINT "licence_instance_no_fkey" FOREIGN KEY ("instance_no") REFERENCES "instance"("instance_no") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "licence_tag" ADD CONSTRAINT "licence_tag_licence_id_fkey" FOREIGN KEY ("licence_id") REFERENCES "licence"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_summary" ADD CONSTRAINT "account_summary_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent_term" ADD CONSTRAINT "consent_term_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent_term" ADD CONSTRAINT "consent_term_instance_no_fkey" FOREIGN KEY ("instance_no") REFERENCES "instance"("instance_no") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent_term" ADD CONSTRAINT "consent_term_change_id_fkey" FOREIGN KEY ("change_id") REFERENCES "consent_change"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instance_opt_out" ADD CONSTRAINT "instance_opt_out_instance_no_fkey" FOREIGN KEY ("instance_no") REFERENCES "instance"("instance_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instance_opt_out" ADD CONSTRAINT "instance_opt_out_change_id_fkey" FOREIGN KEY ("change_id") REFERENCES "consent_change"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent_change" ADD CONSTRAINT "consent_change_instance_no_fkey" FOREIGN KEY ("instance_no") REFERENCES "instance"("instance_no") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent_change" ADD CONSTRAINT "consent_change_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent_change" ADD CONSTRAINT "consent_change_voids_id_fkey" FOREIGN KEY ("voids_id") REFERENCES "consent_change"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "effective_interval" ADD CONSTRAINT "effective_interval_instance_no_fkey" FOREIGN KEY ("instance_no") REFERENCES "instance"("instance_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_request" ADD CONSTRAINT "access_request_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "folder" ADD CONSTRAINT "folder_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "folder"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "folder" ADD CONSTRAINT "folder_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "look" ADD CONSTRAINT "look_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "look" ADD CONSTRAINT "look_folder_id_fkey" FOREIGN KEY ("folder_id") REFERENCES "folder"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "look_version" ADD CONSTRAINT "look_version_look_id_fkey" FOREIGN KEY ("look_id") REFERENCES "look"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dashboard" ADD CONSTRAINT "dashboard_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tile" ADD CONSTRAINT "tile_dashboard_id_fkey" FOREIGN KEY ("dashboard_id") REFERENCES "dashboard"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "favorite" ADD CONSTRAINT "favorite_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "query_log" ADD CONSTRAINT "query_log_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "query_log" ADD CONSTRAINT "query_log_covered_hash_fkey" FOREIGN KEY ("covered_hash") REFERENCES "covered_set"("hash") ON DELETE SET NULL ON UPDATE CASCADE;


