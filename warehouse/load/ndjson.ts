import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { z } from "zod";
import type { Plain } from "#warehouse/append.ts";
import type { Columns, ColumnType } from "#warehouse/columns.ts";
import { isDay } from "#warehouse/day.ts";

const LONGEST_LINE = 1024 * 1024;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|\+00:00)$/;
const KEY = /^[a-zA-Z_]\w{0,63}$/;

/** A line as a row, or the field and the reason for which it is none; `payload` is what the line held. */
export type StagedLine = {
  readonly line: number;
  readonly values: readonly Plain[];
  readonly fault: { readonly field: string; readonly reason: string } | null;
  readonly sha256: string;
};

async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    let buffer = Buffer.concat([rest, z.instanceof(Buffer).parse(chunk)]);
    for (let end = buffer.indexOf(10); end >= 0; end = buffer.indexOf(10)) {
      yield buffer.subarray(0, end);
      buffer = buffer.subarray(end + 1);
    }
    if (buffer.length > LONGEST_LINE) buffer = Buffer.from(buffer.subarray(0, LONGEST_LINE + 1));
    rest = Buffer.from(buffer);
  }
  if (rest.length > 0) yield rest;
}

const JsonRow = z.record(z.string(), z.unknown());

function parseLine(bytes: Buffer): Record<string, unknown> | null {
  if (bytes.length > LONGEST_LINE) return null;
  try {
    return JsonRow.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

const EXPECTED: Readonly<Record<ColumnType, string>> = {
  VARCHAR: "not text",
  INTEGER: "not a whole number",
  BIGINT: "not a whole number",
  BOOLEAN: "not true or false",
  DATE: "not a day as YYYY-MM-DD",
  TIMESTAMP: "not an instant as YYYY-MM-DDTHH:MM:SSZ",
};

/** The value as the column holds it; undefined when it is not of that type. */
function valueOf(type: ColumnType, raw: unknown): Plain | undefined {
  if (raw === null || raw === undefined) return null;
  switch (type) {
    case "VARCHAR":
      return typeof raw === "string" ? raw : undefined;
    case "INTEGER":
    case "BIGINT":
      return typeof raw === "number" && Number.isSafeInteger(raw) ? raw : undefined;
    case "BOOLEAN":
      return typeof raw === "boolean" ? raw : undefined;
    case "DATE":
      return typeof raw === "string" && isDay(raw) ? raw : undefined;
    case "TIMESTAMP":
      return instant(raw);
  }
}

function instant(raw: unknown): number | undefined {
  if (typeof raw !== "string" || !INSTANT.test(raw) || !isDay(raw.slice(0, 10))) return undefined;
  const time = Date.parse(raw);
  return Number.isNaN(time) ? undefined : time;
}

function stage(line: number, bytes: Buffer, columns: Columns): StagedLine {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const names = Object.keys(columns);
  const none = names.map(() => null);
  const refuse = (field: string, reason: string): StagedLine => ({
    line,
    values: none,
    fault: { field, reason },
    sha256,
  });
  const row = parseLine(bytes);
  if (row === null) return refuse("", "not one JSON object on a line");
  const unknown = Object.keys(row).find((key) => !names.includes(key) && row[key] !== null);
  if (unknown !== undefined) return refuse(KEY.test(unknown) ? unknown : "", "unknown column");
  const values: Plain[] = [];
  for (const [name, type] of Object.entries(columns)) {
    const value = valueOf(type, row[name]);
    if (value === undefined) return refuse(name, EXPECTED[type]);
    values.push(value);
  }
  return { line, values, fault: null, sha256 };
}

/** Reads NDJSON line by line; blank lines are skipped, and no line stops the reading. */
export async function* readNdjson(file: string, columns: Columns): AsyncGenerator<StagedLine> {
  let line = 0;
  for await (const bytes of linesOf(file)) {
    line += 1;
    if (bytes.toString("latin1").trim() !== "") yield stage(line, bytes, columns);
  }
}
