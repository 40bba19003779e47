import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import type { Answer, Freshness } from "#lib/semantic/answer.ts";
import type { CompiledQuery, StatementResult } from "#lib/semantic/compiled.ts";

/** What only the engine knows of a run. */
export type RunMeta = {
  readonly engine: "duckdb" | "bigquery";
  readonly ms: number;
  readonly bytes: number | null;
  readonly freshness: readonly Freshness[];
};

/** Whose figures an answer shows; `hash` names the set. */
export type CoveredSet = {
  readonly hash: string;
  readonly instanceNos: readonly number[];
  readonly accountIds: readonly string[];
};

/** Result rows to an answer: labels, blank codes, disclosure control, coverage. Pure. */
export function assemble(
  query: CompiledQuery,
  results: readonly StatementResult[],
  snapshot: Snapshot,
  meta: RunMeta,
): { answer: Answer; covered: CoveredSet } {
  throw new Error(`not assembled yet: ${query.v} ${results.length} ${snapshot.hash} ${meta.engine}`);
}
