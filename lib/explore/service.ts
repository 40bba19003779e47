import { z } from "zod";
import type { Grant } from "#lib/access/grant.ts";
import { operation } from "#lib/access/operation.ts";
import { oncePerRequest, requestSignal } from "#lib/access/request-scope.ts";
import { annotationsFor } from "#lib/annotations/service.ts";
import { readSnapshotKey } from "#lib/consent/clock.ts";
import { LEVELS } from "#lib/consent/model.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import {
  CompileOut,
  ListFieldsIn,
  ListFieldsOut,
  NotCoveredIn,
  NotCoveredOut,
  RunQueryIn,
  SuggestIn,
  SuggestOut,
} from "#lib/explore/contract.ts";
import { fieldsOf, suggestQuestion } from "#lib/explore/model.ts";
import { logQuery, readSettings } from "#lib/explore/store.ts";
import { Answer, type AnswerAnnotation } from "#lib/semantic/answer.ts";
import { models } from "#lib/semantic/catalogue.ts";
import { compile, compileNames } from "#lib/semantic/compile.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";
import type { Model } from "#lib/semantic/model.ts";
import { nearest } from "#lib/semantic/nearest.ts";
import type { Question } from "#lib/semantic/question.ts";
import type { CompileContext } from "#lib/semantic/resolved.ts";
import { settingKeys, withSettings } from "#lib/semantic/settings.ts";
import { shownSql } from "#lib/semantic/shown-sql.ts";
import { warehouse } from "#lib/warehouse/client.ts";
import type { RunResult } from "#lib/warehouse/port.ts";

/** Where a question was asked, for the query log. */
export type Surface = "explore" | "look" | "dashboard" | "home" | "customer" | "suggest" | "coverage";

const DEADLINE_MS = 20_000;

/** The consent that holds and how far the data reach: all tiles of a dashboard ask by the same. */
const standing = oncePerRequest(() => Promise.all([readSnapshotKey(), warehouse().clock()]));

/** Compiles, runs and logs a question with the reader's rights, as the registry stands now. */
export async function answerQuestion(grant: Grant, question: Question, surface: Surface): Promise<Answer> {
  const model = await modelFor(grant, question);
  const { answer } = await runNow(grant, surface, (context) => compile(model, question, context));
  return { ...answer, annotations: await annotationsOf(answer) };
}

/** They are kept beside the registry, not in the warehouse, and change without new data. */
async function annotationsOf({ range, columns }: Answer): Promise<AnswerAnnotation[]> {
  if (range === null) return [];
  const metrics = models().metrics;
  const asked = [...new Set(columns.map(({ id }) => id))].flatMap((id) => metrics.get(id) ?? []);
  const sources = asked.flatMap(({ numerator, denominator }) => [numerator.source, denominator?.source ?? []].flat());
  const found = await annotationsFor({ from: range.from, to: range.to, metrics: asked.map(({ id }) => id), sources });
  return found.map(({ id, from, to, text, metric, author }) => ({ id, from, to, text, metric, author }));
}

type Compile = (context: CompileContext) => CompiledQuery;

async function runNow(grant: Grant, surface: Surface, toQuery: Compile): Promise<RunResult> {
  try {
    return await runOnce(grant, surface, toQuery);
  } catch (error) {
    // Consent changed between reading the key and running: once more with the new one.
    if (!(error instanceof AppError) || error.code !== "conflict") throw error;
    standing.forget();
    return await runOnce(grant, surface, toQuery);
  }
}

/** Who asks, for the warehouse's log and limits. */
function labelsOf({ actor, job }: Grant, surface: Surface): Record<string, string> {
  return { surface, role: actor?.role ?? "system", person: actor?.userId ?? job ?? "" };
}

async function runOnce(grant: Grant, surface: Surface, toQuery: Compile): Promise<RunResult> {
  const query = toQuery(await contextOf(grant));
  const options = { deadlineMs: DEADLINE_MS, signal: requestSignal(), labels: labelsOf(grant, surface) };
  const result = await warehouse().run(query, options);
  await logQuery(grant, { query, answer: result.answer, covered: result.covered, surface });
  return result;
}

async function contextOf(grant: Grant): Promise<CompileContext> {
  const [snapshot, { dataClock }] = await standing.get();
  const permissions = grant.actor?.permissions ?? new Set();
  return { engine: env().warehouse.engine, snapshot, dataClock, permissions };
}

/** The models, with the registry's settings where the question's figures are made with some. */
async function modelFor(grant: Grant, question: Question): Promise<Model> {
  const model = models();
  const keys = settingKeys(model, question);
  return keys.length === 0 ? model : withSettings(model, await readSettings(grant, keys));
}

export const listFields = operation({
  summary: "Every field and metric with its definition, owner and the telemetry it needs",
  permission: "metrics.read",
  input: ListFieldsIn,
  output: ListFieldsOut,
  run: () => Promise.resolve({ items: fieldsOf(models()), next: null }),
});

export const runQuery = operation({
  summary: "Answer a question, with whom the answer covers",
  permission: "explore.run",
  input: RunQueryIn,
  output: Answer,
  run: (grant, { question }) => answerQuestion(grant, question, "explore"),
});

export const compileQuery = operation({
  summary: "What a question would run, without running it",
  permission: "explore.run",
  input: RunQueryIn,
  output: CompileOut,
  run: async (grant, { question }) => {
    const query = compile(await modelFor(grant, question), question, await contextOf(grant));
    const options = { deadlineMs: DEADLINE_MS, signal: requestSignal(), labels: labelsOf(grant, "explore") };
    const { bytes } = await warehouse().estimate(query, options);
    return { sql: shownSql(query), level: LEVELS[query.level], bytes };
  },
});

export const listNotCovered = operation({
  summary: "Whom a metric of a question does not cover for a reason: since when, the last day of data, who can mend it",
  permission: "customers.read",
  input: NotCoveredIn,
  output: NotCoveredOut,
  run: async (grant, { question, metric, reason, tier, cursor, limit }) => {
    const model = await modelFor(grant, question);
    const { names } = await runNow(grant, "coverage", (context) => compileNames(model, question, context, metric));
    const found = (names ?? []).filter((name) => name.reason === reason && name.tier === tier);
    const from = Number(cursor ?? 0);
    const end = from + limit;
    return { items: found.slice(from, end), next: end < found.length ? String(end) : null };
  },
});

export const suggest = operation({
  summary: "Values of a field that the reader may see today",
  permission: "metrics.read",
  input: SuggestIn,
  output: SuggestOut,
  run: async (grant, { field, q }) => {
    const dimension = models().dimensions.get(field);
    if (dimension === undefined) throw unknownField(field);
    const question = suggestQuestion(models(), dimension, q);
    if (question === null) return { values: [], more: false };
    return valuesOf(await answerSuggestion(grant, question));
  },
});

function unknownField(field: string): AppError {
  const meant = nearest(field, models().dimensions.keys());
  const hint = meant === null ? "." : `, did you mean "${meant}"?`;
  return new AppError("invalid_input", `There is no field "${field}"${hint}`, { path: "field", suggestion: meant });
}

/** Typed text that fits no coded value has no suggestions; elsewhere it is a filter like any other. */
async function answerSuggestion(grant: Grant, question: Question): Promise<Answer | null> {
  try {
    return await answerQuestion(grant, question, "suggest");
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid_input") return null;
    throw error;
  }
}

function valuesOf(answer: Answer | null): z.input<typeof SuggestOut> {
  if (answer === null) return { values: [], more: false };
  const column = answer.columns.findIndex(({ kind }) => kind === "dimension");
  const values = answer.rows.map((row) => row[column] ?? null).filter((cell) => cell !== null && cell !== "");
  return { values: [...new Set(values.map(String))], more: answer.truncated };
}
