import { z } from "zod";
import { ACCOUNT_TYPES, EXCLUSION_REASONS, LEVELS } from "#lib/consent/model.ts";
import { ColumnFormat, NotCovered } from "#lib/semantic/answer.ts";
import { Grain, Question } from "#lib/semantic/question.ts";

/** A field in the picker: dimension, or metric (measures are reached through metrics). */
export const Field = z.object({
  id: z.string(),
  label: z.string(),
  group: z.string(),
  kind: z.enum(["dimension", "time", "metric"]),
  type: z.enum(["string", "number", "boolean", "date"]),
  format: ColumnFormat,
  level: z.enum(LEVELS),
  description: z.string(),
  synonyms: z.array(z.string()),
  /** Values can be suggested while a filter is typed. */
  suggest: z.boolean(),
  /** Metrics only, else null. */
  metric: z
    .object({
      formula: z.string(),
      owner: z.string(),
      certified: z.object({ by: z.string(), on: z.iso.date() }).nullable(),
      howToRead: z.string(),
      grains: z.array(Grain),
      /** True when a question with it must choose a grain. */
      needsGrain: z.boolean(),
      population: z.object({
        unit: z.enum(["account", "instance"]),
        types: z.array(z.enum(ACCOUNT_TYPES)),
        label: z.string(),
      }),
      status: z.enum(["exact", "proposed"]),
      version: z.int(),
      minVersion: z.string().nullable(),
      better: z.enum(["up", "down", "neither"]),
      /** Dimensions that can stand beside it. */
      dimensions: z.array(z.string()),
    })
    .nullable(),
});
export type Field = z.infer<typeof Field>;

export const ListFieldsIn = z.strictObject({});
export const ListFieldsOut = z.object({ items: z.array(Field), next: z.null() });

/** `POST /api/v1/query` */
export const RunQueryIn = z.strictObject({ question: Question });

/** `POST /api/v1/query/compile`: what the question would run, without running it. */
export const CompileOut = z.object({
  sql: z.string(),
  level: z.enum(LEVELS),
  /** What a run would read at most; null where reading costs nothing. */
  bytes: z.number().nullable(),
});

/** `POST /api/v1/query/coverage`: one page of those whom a metric of the question does not cover, for one reason. */
export const NotCoveredIn = z.strictObject({
  question: Question,
  metric: z.string().max(120),
  reason: z.enum(EXCLUSION_REASONS),
  tier: z.int().min(0).max(3).nullable(),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, "The cursor is not one of ours")
    .nullable(),
  limit: z.int().min(1).max(200),
});
export const NotCoveredOut = z.object({ items: z.array(NotCovered), next: z.string().nullable() });

/** `GET /api/v1/suggest?field=…&q=…`: values that the reader may see today, through the gate. */
export const SuggestIn = z.strictObject({ field: z.string().max(120), q: z.string().max(200).default("") });
export const SuggestOut = z.object({ values: z.array(z.string()), more: z.boolean() });
