import { createHash } from "node:crypto";
import { coverageOf } from "#lib/consent/coverage.ts";
import type { Sent } from "#lib/consent/coverage-model.ts";
import type { Day } from "#lib/consent/model.ts";
import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import type { Answer, BlankCode, Cell, Freshness } from "#lib/semantic/answer.ts";
import { addDays } from "#lib/semantic/calendar.ts";
import type { CompiledQuery, Statement, StatementResult } from "#lib/semantic/compiled.ts";
import { blankOf, type RawFigure, totalGivesAway } from "#lib/semantic/disclosure.ts";
import { fillPeriods } from "#lib/semantic/fill.ts";
import { rowMatcher } from "#lib/semantic/registry-row.ts";
import { isEarlierRelease } from "#lib/semantic/release.ts";
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

type Row = readonly Cell[];
type Blank = { row: number; column: number; code: BlankCode };

/** Result rows to an answer: labels, blank codes, disclosure control, coverage. Pure. */
export function assemble(
  query: CompiledQuery,
  results: readonly StatementResult[],
  snapshot: Snapshot,
  meta: RunMeta,
): { answer: Answer; covered: CoveredSet } {
  const found = rowsOf(results, "rows");
  const sent = rowsOf(results, "sent").map(sentOf);
  const truncated = found.length > query.limit;
  const raw = fillPeriods(query, truncated ? found.slice(0, query.limit) : found, truncated);
  const { matches, ...spec } = { ...query.coverage, matches: rowMatcher(query.coverage.filters) };
  const tooOld = tooOldOf(rowsOf(results, "versions"), query.coverage.minVersion);
  const { coverage, visible } = coverageOf(snapshot, { ...spec, matches, periods: query.periods, sent, tooOld });
  const missing = missingCode(query, visible, meta.freshness);
  const shown = raw.map((row) => showRow(query, row));
  const blanks = raw.flatMap((row, index) => rowBlanks(query, row, index, missing));
  const totals = totalsOf(query, rowsOf(results, "totals")[0] ?? [], blanks, visible);
  const answer: Answer = {
    columns: query.columns.map(({ column }) => column),
    rows: shown.map((row, index) => hide(row, index, blanks)),
    blanks: [...blanks, ...totals.blanks],
    totals: totals.cells,
    truncated,
    coverage,
    range: query.range,
    incomplete: incompleteOf(query),
    clocks: { data: query.dataClock, consent: query.snapshot.consentToday },
    freshness: [...meta.freshness],
    route: { engine: meta.engine, table: query.tables.join(", "), ms: meta.ms, bytes: meta.bytes },
    sql: shownSql(query),
    readings: query.readings,
    notices: query.notices,
  };
  return { answer, covered: coveredSet(sent) };
}

function rowsOf(results: readonly StatementResult[], name: Statement["name"]): readonly Row[] {
  return results.find((result) => result.name === name)?.rows ?? [];
}

function sentOf([start, last, instanceNo, accountId]: Row): Sent {
  return {
    start: typeof start === "string" ? start : "",
    last: typeof last === "string" ? last : "",
    instanceNo: typeof instanceNo === "number" ? instanceNo : null,
    accountId: typeof accountId === "string" ? accountId : null,
  };
}

/** Instances whose last visible version does not send what the figure is made of. */
function tooOldOf(rows: readonly Row[], minVersion: string | null): ReadonlySet<number> {
  const isTooOld = (version: Cell | undefined) =>
    minVersion !== null && typeof version === "string" && isEarlierRelease(version, minVersion);
  return new Set(
    rows.flatMap(([instanceNo, version]) => (typeof instanceNo === "number" && isTooOld(version) ? [instanceNo] : [])),
  );
}

function showRow(query: CompiledQuery, row: Row): Cell[] {
  return query.columns.map(({ at, labels }) => {
    const cell = row[at] ?? null;
    return labels !== null && typeof cell === "string" ? (labels[cell] ?? cell) : cell;
  });
}

type Places = { readonly at: number; readonly denominator: number | null; readonly users: number | null };

function figureOf({ at, denominator, users }: Places, row: Row): RawFigure {
  return {
    value: row[at] ?? null,
    denominator: denominator === null ? null : (row[denominator] ?? null),
    users: users === null ? null : (row[users] ?? null),
    isAboutUsers: users !== null,
  };
}

/** Why a figure of that period is not there: nobody agreed, the load is behind, or those who agreed sent nothing. */
function missingCode(
  { periods }: CompiledQuery,
  visible: ReadonlySet<string>,
  freshness: readonly Freshness[],
): (start: Cell) => BlankCode {
  const behind = freshness.filter(({ status }) => status === "late" || status === "stale");
  const isLate = (from: Day) => behind.some(({ lastDay }) => lastDay === null || lastDay < from);
  const late = new Set(periods.filter(({ from }) => isLate(from)).map(({ start }) => start));
  return (start) => {
    if (!visible.has(String(start))) return "no_consented_data";
    return late.has(String(start)) ? "late_data" : "not_yet_sent";
  };
}

function rowBlanks(query: CompiledQuery, row: Row, index: number, missing: (start: Cell) => BlankCode): Blank[] {
  return query.columns.flatMap((place, column) => {
    if (place.column.kind !== "measure") return [];
    const code = blankOf(figureOf(place, row), missing(row[0] ?? null));
    return code === null ? [] : [{ row: index, column, code }];
  });
}

function hide(cells: Cell[], index: number, blanks: readonly Blank[]): Cell[] {
  const hidden = blanks.filter(({ row, code }) => row === index && code === "suppressed");
  return cells.map((cell, column) => (hidden.some((blank) => blank.column === column) ? null : cell));
}

function totalsOf(
  query: CompiledQuery,
  row: Row,
  blanks: readonly Blank[],
  visible: ReadonlySet<string>,
): { cells: Cell[] | null; blanks: Blank[] } {
  if (query.totals.length === 0) return { cells: null, blanks: [] };
  const cells: Cell[] = query.columns.map(() => null);
  const own: Blank[] = [];
  for (const place of query.totals) {
    const { column } = place;
    const figure = figureOf(place, row);
    const hidden = blanks.filter((blank) => blank.column === column && blank.code === "suppressed").length;
    const code = totalGivesAway(hidden)
      ? "suppressed"
      : blankOf(figure, visible.size > 0 ? "not_yet_sent" : "no_consented_data");
    if (code === null) cells[column] = figure.value;
    else own.push({ row: -1, column, code });
  }
  return { cells, blanks: own };
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
