import type { Permission } from "#lib/access/permission.ts";
import type { QuestionCheck } from "#lib/content/store-parse.ts";
import { AppError } from "#lib/errors.ts";
import { models } from "#lib/semantic/catalogue.ts";
import { compile } from "#lib/semantic/compile.ts";
import type { Question } from "#lib/semantic/question.ts";

/** What a question is compiled against where only its sense matters: the day decides nothing about that. */
const ANY_DAY = "2026-01-31";
const NOBODY: ReadonlySet<Permission> = new Set();

/** Shipped content must make sense for everybody, so it is checked with no permission at all. */
export const checkQuestion: QuestionCheck = (question) => {
  try {
    mustCompile(question, NOBODY);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { path: error.place.path?.split(".").map(part) ?? [], message: error.message };
  }
};

function part(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** Refuses a question that makes no sense, or asks for a field that these permissions do not open. */
export function mustCompile(question: Question, permissions: ReadonlySet<Permission>): void {
  const snapshot = { epoch: 0, consentToday: ANY_DAY };
  compile(models(), question, { engine: "duckdb", snapshot, dataClock: ANY_DAY, permissions });
}
