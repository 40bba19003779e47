import { createHash } from "node:crypto";
import type { Sent } from "#lib/consent/coverage-model.ts";
import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import type { Answer, Cell, Freshness, NotCovered } from "#lib/semantic/answer.ts";
import { assembleCoverage, assembleNames } from "#lib/semantic/assemble-coverage.ts";
import { judgeGrid } from "#lib/semantic/blanks.ts";
import { type Shown, withCalcs } from "#lib/semantic/calc.ts";
import { addDays } from "#lib/semantic/calendar.ts";
import type { CompiledQuery, StatementResult } from "#lib/semantic/compiled.ts";
import { buildGrid, type Grid } from "#lib/semantic/grid.ts";
import { textOf } from "#lib/semantic/grid-columns.ts";
import { shownSql } from "#lib/semantic/shown-sql.ts";

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
): { answer: Answer; covered: CoveredSet; names: NotCovered[] | null } {
  const whom = assembleCoverage(query, results, snapshot);
  const judged = judgeGrid(buildGrid(query, results), query, whom.visible, meta.freshness);
  const { grid } = judged;
  const cells = withCalcs(grid, judged.cells, (start) => periodBefore(query, start));
  const answer: Answer = {
    ...tableOf(query, grid, cells),
    truncated: grid.truncated,
    coverage: whom.coverage,
    columnCoverage: whom.columnCoverage,
    range: query.range,
    compare: compareOf(query),
    calendar: query.calendar,
    incomplete: incompleteOf(query),
    clocks: { data: query.dataClock, consent: query.snapshot.consentToday },
    freshness: [...meta.freshness],
    route: { engine: meta.engine, table: query.tables.join(", "), ms: meta.ms, bytes: meta.bytes, cached: false },
    sql: shownSql(query),
    readings: query.readings,
    definitions: query.definitions,
    notices: query.notices,
    annotations: [],
  };
  return { answer, covered: coveredSet(whom.sent), names: assembleNames(query, results, snapshot) };
}

type Table = Pick<Answer, "columns" | "rows" | "blanks" | "totals" | "subtotals">;

/** The table as it is shown: values by their labels, and the reason of each empty cell. */
function tableOf(query: CompiledQuery, grid: Grid, cells: readonly (readonly Shown[])[]): Table {
  const places = grid.columns.flatMap(({ shown }, index) => (shown ? [index] : []));
  const valuesOf = (line: number) =>
    places.map((index) => {
      const labels = query.columns[grid.columns[index]?.source ?? -1]?.labels ?? null;
      return textOf(cells[line]?.[index]?.value ?? null, labels);
    });
  const lines = grid.lines.flatMap((line, at) => (line.shown ? [{ ...line, at }] : []));
  const total = lines.find(({ kind }) => kind === "total");
  return {
    columns: places.flatMap((index) => grid.columns[index]?.column ?? []),
    rows: lines.filter(({ kind }) => kind === "row").map(({ at }) => valuesOf(at)),
    blanks: lines.flatMap(({ row, at }) =>
      places.flatMap((index, column) => {
        const code = cells[at]?.[index]?.code ?? null;
        return code === null ? [] : [{ row, column, code }];
      }),
    ),
    totals: total === undefined ? null : valuesOf(total.at),
    subtotals: lines
      .filter(({ kind }) => kind === "subtotal")
      .map(({ after, depth, at }) => ({ after, depth, cells: valuesOf(at) })),
  };
}

function periodBefore({ periods }: CompiledQuery, start: Cell): Cell {
  const at = periods.findIndex((period) => period.start === start);
  return periods[at - 1]?.start ?? null;
}

function compareOf({ compare, periods }: CompiledQuery): Answer["compare"] {
  if (compare === null) return null;
  const { kind, from, to, words } = compare;
  const pairs = periods.flatMap(({ start }, index) => {
    const compared = compare.periods[index]?.start;
    return compared === undefined ? [] : [{ start, compared }];
  });
  return { kind, from, to, words, periods: pairs };
}

function incompleteOf({ grain, periods, dataClock }: CompiledQuery): Answer["incomplete"] {
  const after = addDays(dataClock, 1);
  if (grain === null) return [];
  return periods.filter(({ end }) => end > after).map(({ start }) => ({ start, through: dataClock }));
}

function coveredSet(sent: readonly Sent[]): CoveredSet {
  const instanceNos = [...new Set(sent.flatMap(({ instanceNo }) => (instanceNo === null ? [] : [instanceNo])))];
  const accountIds = [...new Set(sent.flatMap(({ accountId }) => (accountId === null ? [] : [accountId])))].toSorted();
  instanceNos.sort((a, b) => a - b);
  const hash = createHash("sha256")
    .update(JSON.stringify([instanceNos, accountIds]))
    .digest("hex")
    .slice(0, 32);
  return { hash, instanceNos, accountIds };
}
