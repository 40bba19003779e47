import { readFile } from "node:fs/promises";
import path from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import { z } from "zod";
import type { Day } from "#lib/consent/model.ts";
import type { RowPlace, RowProblem } from "#lib/customers/model.ts";
import { isDay } from "#warehouse/day.ts";

const MOST_BYTES = 256 * 1024 * 1024;
const LONGEST_CELL = 2000;

const Parsed = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

export class CsvProblems {
  readonly found: RowProblem[] = [];
  add(place: RowPlace, field: string, message: string): void {
    this.found.push({ file: place.file, line: place.line, field, message });
  }
}

/** One line of a CSV file. A cell that cannot be read becomes a problem, and a stand-in goes on. */
export class CsvRow implements RowPlace {
  readonly file: string;
  readonly line: number;
  readonly #cells: ReadonlyMap<string, string>;
  readonly #problems: CsvProblems;

  constructor(file: string, line: number, cells: ReadonlyMap<string, string>, problems: CsvProblems) {
    this.file = file;
    this.line = line;
    this.#cells = cells;
    this.#problems = problems;
  }

  get place(): RowPlace {
    return { file: this.file, line: this.line };
  }

  problem(field: string, message: string): void {
    this.#problems.add(this.place, field, message);
  }

  optional(field: string): string | null {
    const cell = (this.#cells.get(field) ?? "").trim();
    if (cell === "") return null;
    const hidden = /[\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u.exec(cell)?.[0];
    if (hidden !== undefined) {
      const point = (hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      this.problem(field, `holds the invisible character U+${point}; take it out`);
    }
    if (cell.length > LONGEST_CELL) this.problem(field, `is longer than ${String(LONGEST_CELL)} characters`);
    return cell;
  }

  text(field: string): string {
    const cell = this.optional(field);
    if (cell === null) this.problem(field, "is empty and must not be");
    return cell ?? "";
  }

  dayOrNull(field: string): Day | null {
    const cell = this.optional(field);
    if (cell !== null && !isDay(cell)) this.problem(field, "is not a day; write it as YYYY-MM-DD");
    return cell;
  }

  day(field: string): Day {
    const cell = this.dayOrNull(field);
    if (cell === null) this.problem(field, "is empty; a day as YYYY-MM-DD is needed");
    return cell ?? "1970-01-01";
  }

  wholeOrNull(field: string, low: number, high: number): number | null {
    const cell = this.optional(field);
    if (cell === null) return null;
    const number = /^\d{1,15}$/.test(cell) ? Number(cell) : Number.NaN;
    if (number >= low && number <= high) return number;
    this.problem(field, `is not a whole number from ${String(low)} to ${String(high)}`);
    return low;
  }

  whole(field: string, low: number, high: number): number {
    const number = this.wholeOrNull(field, low, high);
    if (number === null) this.problem(field, "is empty; a whole number is needed");
    return number ?? low;
  }

  oneOfOrNull<T extends string>(field: string, options: readonly T[]): T | null {
    const cell = this.optional(field);
    if (cell === null) return null;
    const found = options.find((option) => option === cell);
    if (found === undefined) this.problem(field, `is not one of ${options.join(", ")}`);
    return found ?? null;
  }

  oneOf<T extends string>(field: string, options: readonly [T, ...T[]]): T {
    if (this.optional(field) === null) this.problem(field, `is empty; one of ${options.join(", ")} is needed`);
    return this.oneOfOrNull(field, options) ?? options[0];
  }

  /** Empty counts as no. */
  yesNo(field: string): boolean {
    return this.oneOfOrNull(field, ["yes", "no"]) === "yes";
  }

  /** `[from, to)` must hold a day. */
  span(): { from: Day; to: Day | null } {
    const from = this.day("from");
    const to = this.dayOrNull("to");
    if (to !== null && to <= from) this.problem("to", "is not after `from`; the end is the first day that is out");
    return { from, to };
  }
}

/** The text of a file, or a problem that says why it is none. Null when the file is not there. */
async function readText(folder: string, file: string, problems: CsvProblems): Promise<string | null> {
  const bytes = await readFile(path.join(folder, file)).catch(() => null);
  if (bytes === null) return null;
  const place = { file, line: 1 };
  if (bytes.length > MOST_BYTES) problems.add(place, "", "is larger than 256 MB; split it");
  else if (bytes.subarray(0, 2).toString("latin1") === "PK")
    problems.add(place, "", "is a spreadsheet or a zip file; save it as CSV");
  else {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      problems.add(place, "", "is not UTF-8; save it as CSV UTF-8");
    }
  }
  return "";
}

function checkHeader(file: string, header: readonly string[], columns: readonly string[], problems: CsvProblems): void {
  const place = { file, line: 1 };
  header.forEach((name, i) => {
    if (header.indexOf(name) !== i) problems.add(place, name, "stands twice in the header");
    if (!columns.includes(name))
      problems.add(place, "", `column ${String(i + 1)} is not known here; known are ${columns.join(", ")}`);
  });
}

function parseText(file: string, text: string, problems: CsvProblems): z.infer<typeof Parsed> {
  try {
    return Parsed.parse(parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true }));
  } catch (error) {
    const line = error instanceof CsvError && typeof error["lines"] === "number" ? error["lines"] : 1;
    problems.add({ file, line }, "", "cannot be read as CSV; is a quote left open?");
    return [];
  }
}

/** The rows of a CSV file with a header; none where the file is not there. */
export async function readCsv(
  folder: string,
  file: string,
  columns: readonly string[],
  needed: readonly string[],
  problems: CsvProblems,
): Promise<CsvRow[]> {
  const text = await readText(folder, file, problems);
  if (text === null || text === "") return [];
  const [first, ...records] = parseText(file, text, problems);
  const header = (first?.record ?? []).map((name) => name.trim().toLowerCase());
  checkHeader(file, header, columns, problems);
  for (const name of needed.filter((column) => first !== undefined && !header.includes(column))) {
    problems.add({ file, line: 1 }, name, "is missing from the header");
  }
  return records.map(({ record, info }) => {
    if (record.length !== header.length) {
      const message = `has ${String(record.length)} cells where the header has ${String(header.length)}`;
      problems.add({ file, line: info.lines }, "", message);
    }
    return new CsvRow(file, info.lines, new Map(header.map((name, i) => [name, record[i] ?? ""])), problems);
  });
}
