import type { AnswerColumn, Cell } from "#lib/semantic/answer.ts";
import type { CompiledQuery, Statement, StatementResult } from "#lib/semantic/compiled.ts";
import type { Scalar, ZetaColumn, ZetaValue } from "#lib/semantic/testing/judge/zetasql.ts";

/** Figures that are quotients may differ in the last bits. */
const TOLERANCE = 1e-12;

/** What the adapter makes of a value: text, number, truth value or null. */
function cellOf(value: ZetaValue, column: ZetaColumn | undefined): Cell {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value !== "string") throw new Error("a list came out of a statement");
  if (column?.type === "INT64" || column?.type === "FLOAT64") return Number(value);
  return value;
}

/** Whom a figure covers and what release an instance runs: the same columns whatever is asked. */
function fixedTypes(name: string): readonly Scalar[] | null {
  if (name.startsWith("sent")) return ["STRING", "STRING", "INT64", "STRING"];
  return name === "versions" ? ["INT64", "STRING"] : null;
}

/** What of the columns is not as the compiled query declares it. */
export function columnFaults(query: CompiledQuery, { name }: Statement, columns: readonly ZetaColumn[]): string[] {
  const names = columns.map((column) => column.name);
  const repeated = names.length === new Set(names).size ? [] : [`a name twice: ${names.join(", ")}`];
  const odd = columns.filter(({ type }) => !["STRING", "INT64", "FLOAT64", "BOOL"].some((one) => one === type));
  const faults = [...repeated, ...odd.map((column) => `${column.name} is ${JSON.stringify(column.type)}`)];
  const fixed = fixedTypes(name);
  return [...faults, ...wrongTypes(columns, fixed === null ? declared(query, name) : new Map(fixed.entries()))];
}

/** The types at the places of the statement's grain. */
function declared({ slices, columns }: CompiledQuery, name: string): Map<number, Scalar> {
  const slice = slices.find(({ statement }) => statement === name);
  if (slice === undefined) throw new Error(`the statement ${name} is not declared`);
  const types = new Map<number, Scalar>();
  for (const { column, at, denominator, users } of slice.places) {
    const field = columns[column]?.column;
    const type = field === undefined ? null : typeOf(field);
    for (const place of [at, denominator, users]) if (place !== null && type !== null) types.set(place, type);
  }
  return types;
}

/** Periods and fields of text are text, figures are floating-point numbers; a field that is a number may be either. */
function typeOf({ kind, type }: AnswerColumn): Scalar | null {
  if (kind === "measure") return "FLOAT64";
  if (kind === "time" || type === "string") return "STRING";
  return type === "boolean" ? "BOOL" : null;
}

function wrongTypes(columns: readonly ZetaColumn[], wanted: ReadonlyMap<number, Scalar>): string[] {
  return [...wanted].flatMap(([at, type]) => {
    const found = columns[at];
    if (found === undefined) return [`no column ${at + 1}`];
    return found.type === type ? [] : [`${found.name} is ${JSON.stringify(found.type)}, declared ${type}`];
  });
}

/** The first difference between rows, in the order that is asked for; whom a figure covers is a set. */
export function differenceOf(
  { name, rows }: StatementResult,
  columns: readonly ZetaColumn[],
  values: readonly (readonly ZetaValue[])[],
): string | null {
  const found = values.map((row) => row.map((value, at) => cellOf(value, columns[at])));
  const ordered = fixedTypes(name) === null;
  const sorted = (list: readonly (readonly Cell[])[]) =>
    ordered ? list : list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const [mine, theirs] = [sorted(rows), sorted(found)];
  if (mine.length !== theirs.length) return `${mine.length} rows against ${theirs.length}`;
  const at = mine.findIndex((row, index) => !sameRow(row, theirs[index] ?? []));
  return at < 0 ? null : `row ${at + 1}: ${JSON.stringify(mine[at])} against ${JSON.stringify(theirs[at])}`;
}

function sameRow(mine: readonly Cell[], theirs: readonly Cell[]): boolean {
  return mine.length === theirs.length && mine.every((cell, at) => sameCell(cell, theirs[at] ?? null));
}

function sameCell(mine: Cell, theirs: Cell): boolean {
  if (typeof mine !== "number" || typeof theirs !== "number") return mine === theirs;
  return mine === theirs || Math.abs(mine - theirs) <= TOLERANCE * Math.max(Math.abs(mine), Math.abs(theirs));
}
