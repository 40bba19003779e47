import type { Api } from "#lib/warehouse/bigquery/api.ts";
import { checkTables } from "#lib/warehouse/bigquery/check.ts";
import { faultOf } from "#lib/warehouse/bigquery/faults.ts";
import { type Mapping, pathText } from "#lib/warehouse/bigquery/mapping.ts";
import type { Field } from "#lib/warehouse/bigquery/resources.ts";
import type { Asked, Estimate, Runner } from "#lib/warehouse/bigquery/runner.ts";

const AT_ONCE = 4;

/** A text to be tried, and what is wrong with the columns that BigQuery would give for it. */
export type Trial = {
  readonly name: string;
  readonly asked: Asked;
  readonly columnFaults: (fields: readonly Field[]) => string[];
};

export type Report = {
  readonly texts: number;
  readonly faults: readonly string[];
  /** All texts together, and the dearest of them. */
  readonly bytes: number;
  readonly dearest: { readonly name: string; readonly bytes: number } | null;
  /** Of those that were run: how many, and their rows. */
  readonly runs: number;
  readonly rows: number;
};

/** What a text reads: nothing but mapped tables. A field that is missing is a fault. */
function readingFaults({ referencedTables, referencedRoutines = [] }: Estimate, mapping: Mapping): string[] {
  const known = new Set([...mapping.values()].map(({ path }) => pathText(path)));
  const paths = (referencedTables ?? []).map(({ projectId, datasetId, tableId }) => {
    return pathText({ project: projectId, dataset: datasetId, table: tableId });
  });
  return [
    ...(referencedTables === undefined ? ["does not say which tables it reads"] : []),
    ...paths.filter((path) => !known.has(path)).map((path) => `reads ${path}, which is not mapped`),
    ...(referencedRoutines.length > 0 ? ["calls a routine"] : []),
  ];
}

function estimateFaults(estimate: Estimate, mapping: Mapping, { asked, columnFaults }: Trial): string[] {
  const { statementType = "of no type", totalBytesProcessed = 0, schema } = estimate;
  return [
    ...(statementType === "SELECT" ? [] : [`is ${statementType}, not SELECT`]),
    ...readingFaults(estimate, mapping),
    ...(totalBytesProcessed > asked.mostBytes ? ["would read more than a Viewer may"] : []),
    ...columnFaults(schema?.fields ?? []),
  ];
}

async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const next = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

type Ground = { readonly api: Api; readonly runner: Runner; readonly mapping: Mapping };

/** Tries texts on a live project: all by a dry run, which is free; the first so many also by a run within the limit. */
export async function verify(ground: Ground, trials: readonly Trial[], smoke: number): Promise<Report> {
  const { api, runner, mapping } = ground;
  const faults = await checkTables(api, mapping);
  const costs: { name: string; bytes: number }[] = [];
  const never = new AbortController().signal;
  const noting = (name: string, work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => void faults.push(`${name}: ${faultOf(error).message}`));
  await eachOf(trials, (trial) =>
    noting(trial.name, async () => {
      const estimate = await runner.dryRun(trial.asked, never);
      costs.push({ name: trial.name, bytes: estimate.totalBytesProcessed ?? 0 });
      faults.push(...estimateFaults(estimate, mapping, trial).map((fault) => `${trial.name} ${fault}`));
    }),
  );
  let [runs, rows] = [0, 0];
  await eachOf(trials.slice(0, smoke), ({ name, asked }) =>
    noting(name, async () => {
      const ran = await runner.run(asked, never);
      rows += ran.rows.length;
      runs += 1;
    }),
  );
  const [dearest = null] = costs.toSorted((a, b) => b.bytes - a.bytes);
  const bytes = costs.reduce((all, one) => all + one.bytes, 0);
  return { texts: trials.length, faults: faults.toSorted(), bytes, dearest, runs, rows };
}
