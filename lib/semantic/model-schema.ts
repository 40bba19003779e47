import { z } from "zod";
import { PERMISSIONS } from "#lib/access/permission.ts";
import { ACCOUNT_TYPES, LEVELS } from "#lib/consent/model.ts";
import { ColumnFormat } from "#lib/semantic/answer.ts";
import { RegistryColumn } from "#lib/semantic/compiled.ts";
import { VALUE_TYPES } from "#lib/semantic/expr/ast.ts";
import { AGGREGATES } from "#lib/semantic/model.ts";
import { Grain } from "#lib/semantic/question.ts";

/** The text of models/*.yml, before names are resolved. */
const Name = z.string().regex(/^[a-z][a-z0-9_]*$/, "A name is lower-case letters, digits and _");
const Release = z.string().regex(/^\d+\.\d+\.\d+$/, "A release is three numbers, for example 4.3.0");
const Words = z.string().trim().min(1);
const Synonyms = z.array(Words).default([]);
const LevelName = z.enum(LEVELS);

const ColumnText = z.union([z.enum(VALUE_TYPES), z.strictObject({ type: z.enum(VALUE_TYPES), level: LevelName })]);

const DimensionText = z.strictObject({
  label: Words,
  description: Words,
  group: Words.nullable().default(null),
  synonyms: Synonyms,
  suggest: z.boolean().default(true),
  requires: z.enum(PERMISSIONS).nullable().default(null),
  /** Registry sources name a column of the snapshot; warehouse sources give an expression. */
  column: RegistryColumn.nullable().default(null),
  expr: Words.nullable().default(null),
  values: z
    .array(z.strictObject({ value: z.string(), label: Words, aliases: z.array(Words).default([]) }))
    .min(1)
    .nullable()
    .default(null),
});
export type DimensionText = z.infer<typeof DimensionText>;

const Described = z.strictObject({
  column: Name,
  grain: z.enum(["day", "week", "month"]),
  week_start: z.enum(["monday", "sunday"]).default("monday"),
});

const MeasureText = z.strictObject({
  agg: z.enum(AGGREGATES),
  expr: Words.nullable().default(null),
  where: Words.nullable().default(null),
  users: Words.nullable().default(null),
  /** A column alone is the first day of a month. */
  describes: z
    .union([
      Name.transform((column) => ({ column, grain: "month" as const, week_start: "monday" as const })),
      Described,
    ])
    .nullable()
    .default(null),
});
export type MeasureText = z.infer<typeof MeasureText>;

export const SourceText = z.strictObject({
  source: Name,
  label: Words,
  description: Words,
  owner: Words,
  origin: z.enum(["warehouse", "registry"]),
  table: Name.nullable().default(null),
  instance_key: Name.nullable().default(null),
  /** Instead of the instance, for what accounts say: tickets, answers of a survey. At level registry only. */
  account_key: Name.nullable().default(null),
  level: LevelName,
  time: z.strictObject({ column: Name, label: Words, description: Words, synonyms: Synonyms }).nullable().default(null),
  latest_by: z.array(Name).default([]),
  row_key: z.array(Name).default([]),
  columns: z.record(Name, ColumnText).default({}),
  dimensions: z.record(Name, DimensionText).default({}),
  measures: z.record(Name, MeasureText).default({}),
});
export type SourceText = z.infer<typeof SourceText>;

/** `parts` name other metrics; `numbers` are what the setting of that key must hold. */
const DerivedText = z.strictObject({
  parts: z.record(Name, Name),
  setting: z
    .strictObject({ key: Name, numbers: z.array(Name).min(1) })
    .nullable()
    .default(null),
  expr: Words,
});

export const MetricText = z
  .strictObject({
    metric: Name,
    label: Words,
    group: Words,
    description: Words,
    formula: Words,
    how_to_read: Words,
    owner: Words,
    certified: z.strictObject({ by: Words, on: z.iso.date() }).nullable(),
    synonyms: Synonyms,
    measure: Words.nullable().default(null),
    ratio: z.strictObject({ numerator: Words, denominator: Words }).nullable().default(null),
    derived: DerivedText.nullable().default(null),
    format: ColumnFormat,
    better: z.enum(["up", "down", "neither"]),
    status: z.enum(["exact", "proposed"]),
    version: z.int().min(1),
    since: z.iso.date().nullable().default(null),
    changed: Words.nullable().default(null),
    min_version: Release.nullable(),
    grains: z.array(Grain).min(1),
    needs_grain: z.boolean().default(false),
    population: z.strictObject({
      unit: z.enum(["account", "instance"]),
      label: Words,
      types: z.array(z.enum(ACCOUNT_TYPES)).min(1),
      allows: z.array(z.enum(ACCOUNT_TYPES)).min(1),
      production: z.boolean(),
    }),
  })
  .refine(({ measure, ratio, derived }) => [measure, ratio, derived].filter((one) => one !== null).length === 1, {
    path: ["metric"],
    message: "A metric has a measure, a ratio, or is derived",
  })
  .refine(({ version, since, changed }) => version === 1 || (since !== null && changed !== null), {
    path: ["version"],
    message: "A later version says since when it is in force, and what changed",
  });
export type MetricText = z.infer<typeof MetricText>;

/** Conventions of the organisation; others than these are not available yet. */
export const OrgText = z.strictObject({
  zone: z.literal("UTC"),
  week_start: z.literal("monday"),
  fiscal_year_start: z.null(),
  levels: z.tuple([z.literal("registry"), z.literal("critical"), z.literal("full"), z.literal("user_level")]),
});
