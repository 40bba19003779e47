import type { Permission } from "#lib/access/permission.ts";
import { compile } from "#lib/semantic/compile.ts";
import { loadModels } from "#lib/semantic/load.ts";
import { QUESTIONS } from "#lib/semantic/testing/questions.ts";

const ROUNDS = 40;

/** Milliseconds that each compilation of the corpus took, after warming up. Target: 1 ms. */
export function benchCompile(): { readonly samples: readonly number[]; readonly p95: number; readonly median: number } {
  const model = loadModels("models");
  const permissions: ReadonlySet<Permission> = new Set();
  const context = { snapshot: { epoch: 1, consentToday: "2026-11-22" }, dataClock: "2026-11-21", permissions };
  const samples: number[] = [];
  for (let round = -5; round < ROUNDS; round++) {
    for (const question of Object.values(QUESTIONS)) {
      const from = performance.now();
      compile(model, question, context);
      if (round >= 0) samples.push(performance.now() - from);
    }
  }
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { samples, p95: at(0.95), median: at(0.5) };
}
