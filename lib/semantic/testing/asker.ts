import type { Permission } from "#lib/access/permission.ts";
import type { Answer } from "#lib/semantic/answer.ts";
import { assemble } from "#lib/semantic/assemble.ts";
import { compile } from "#lib/semantic/compile.ts";
import type { GateText } from "#lib/semantic/print/gate.ts";
import type { Question } from "#lib/semantic/question.ts";
import type { Duck } from "#lib/semantic/testing/duck.ts";
import { kindModels } from "#lib/semantic/testing/kind-models.ts";
import type { World } from "#lib/semantic/testing/world.ts";

export const MODEL = kindModels();
const NOBODY: ReadonlySet<Permission> = new Set();

/** Compiles, runs and assembles a question over a world that is loaded under the name. */
export async function ask(
  duck: Duck,
  name: string,
  world: Pick<World, "snapshot" | "dataClock">,
  question: Question,
  gate?: GateText,
): Promise<Answer> {
  const { snapshot, dataClock } = world;
  const query = compile(
    MODEL,
    question,
    { engine: "duckdb", snapshot: snapshot.key, dataClock, permissions: NOBODY },
    gate,
  );
  const results = await duck.run(name, query);
  return assemble(query, results, snapshot, { engine: "duckdb", ms: 0, bytes: null, freshness: [] }).answer;
}

/** The level at which a question is asked, and the tables its figures come from. */
export function needsOf(question: Question): { readonly level: number; readonly tables: readonly string[] } {
  const key = { epoch: 1, consentToday: "2026-03-29" };
  return compile(MODEL, question, { engine: "duckdb", snapshot: key, dataClock: "2026-03-28", permissions: NOBODY });
}
