import type { Permission } from "#lib/access/permission.ts";
import { compile } from "#lib/semantic/compile.ts";
import { loadModels } from "#lib/semantic/load.ts";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";

const ROUNDS = 200;
const FIELDS = [
  ["mau"],
  ["instance.hosting", "mau", "dau_mau"],
  ["account.name", "account.customer_engineer", "seat_consumption"],
  ["event.name", "events", "event_active_users"],
];

function questionOf(fields: readonly string[]): Question {
  return {
    ...EMPTY_QUESTION,
    fields: fields.map((id) => ({ id })),
    time: { field: "instance_day.day", grain: "month", range: "12 months" },
    filters: [{ field: "account.name", text: "-%test%,-Acme" }],
    totals: { ...EMPTY_QUESTION.totals, grand: true },
  };
}

/** Milliseconds that compiling a question takes, after warming up. Target: 1 ms. */
export function benchCompile(): { readonly samples: number; readonly p95: number; readonly median: number } {
  const model = loadModels("models");
  const permissions: ReadonlySet<Permission> = new Set();
  const context = { snapshot: { epoch: 1, consentToday: "2026-11-22" }, dataClock: "2026-11-21", permissions };
  const questions = FIELDS.map(questionOf);
  const took: number[] = [];
  for (let round = -20; round < ROUNDS; round++) {
    for (const question of questions) {
      const from = performance.now();
      compile(model, question, context);
      if (round >= 0) took.push(performance.now() - from);
    }
  }
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { samples: sorted.length, p95: at(0.95), median: at(0.5) };
}
