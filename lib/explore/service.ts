import { z } from "zod";
import type { Grant } from "#lib/access/grant.ts";
import { operation } from "#lib/access/operation.ts";
import { oncePerRequest, requestSignal } from "#lib/access/request-scope.ts";
import { readSnapshotKey } from "#lib/consent/clock.ts";
import { LEVELS } from "#lib/consent/model.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { CompileOut, ListFieldsIn, ListFieldsOut, RunQueryIn, SuggestIn, SuggestOut } from "#lib/explore/contract.ts";
import { fieldsOf, suggestQuestion } from "#lib/explore/model.ts";
import { logQuery } from "#lib/explore/store.ts";
import { Answer } from "#lib/semantic/answer.ts";
import { models } from "#lib/semantic/catalogue.ts";
import { compile } from "#lib/semantic/compile.ts";
import type { CompiledQuery } from "#lib/semantic/compiled.ts";
import { nearest } from "#lib/semantic/nearest.ts";
import type { Question } from "#lib/semantic/question.ts";
import { shownSql } from "#lib/semantic/shown-sql.ts";
import { warehouse } from "#lib/warehouse/client.ts";

/** Where a question was asked, for the query log. */
export type Surface = "explore" | "look" | "dashboard" | "home" | "customer" | "suggest";

const DEADLINE_MS = 20_000;

/** The consent that holds and how far the data reach: all tiles of a dashboard ask by the same. */
const standing = oncePerRequest(() => Promise.all([readSnapshotKey(), warehouse().clock()]));

/** Compiles, runs and logs a question with the reader's rights, as the registry stands now. */
export async function answerQuestion(grant: Grant, question: Question, surface: Surface): Promise<Answer> {
  try {
    return await answerOnce(grant, question, surface);
  } catch (error) {
    // Consent changed between reading the key and running: once more with the new one.
    if (!(error instanceof AppError) || error.code !== "conflict") throw error;
    standing.forget();
    return await answerOnce(grant, question, surface);
  }
}

async function answerOnce(grant: Grant, question: Question, surface: Surface): Promise<Answer> {
  const query = await compileNow(grant, question);
  const labels = { surface, person: grant.actor?.userId ?? grant.job ?? "" };
  const options = { deadlineMs: DEADLINE_MS, signal: requestSignal(), labels };
  const { answer, covered } = await warehouse().run(query, options);
  await logQuery(grant, { query, answer, covered, surface });
  return answer;
}

async function compileNow(grant: Grant, question: Question): Promise<CompiledQuery> {
  const [snapshot, { dataClock }] = await standing.get();
  const permissions = grant.actor?.permissions ?? new Set();
  return compile(models(), question, { engine: env().warehouse.engine, snapshot, dataClock, permissions });
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
    const query = await compileNow(grant, question);
    return { sql: shownSql(query), level: LEVELS[query.level] };
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
    const question = suggestQuestion(dimension, q);
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
