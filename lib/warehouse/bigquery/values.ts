import type { Cell } from "#lib/semantic/answer.ts";
import type { Param } from "#lib/semantic/compiled.ts";
import { BigQueryFault } from "#lib/warehouse/bigquery/faults.ts";
import type { Field, ParameterValue, QueryParameter, Row } from "#lib/warehouse/bigquery/resources.ts";

const PARAM_TYPE = { string: "STRING", number: "FLOAT64", date: "DATE" } as const satisfies Record<
  Param["type"],
  string
>;

/** `@p1, @p2, …`, each with its type. */
export function queryParameters(params: readonly Param[]): QueryParameter[] {
  return params.map(({ type, value }, index) => ({
    name: `p${String(index + 1)}`,
    parameterType: { type: PARAM_TYPE[type] },
    parameterValue: { value: String(value) },
  }));
}

/** A table as a parameter; its type is said even where it has no row. Cells in the order of the columns. */
export type TableParameter = {
  readonly parameter: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
};

export function tableParameter({ parameter, columns, rows }: TableParameter): QueryParameter {
  const structTypes = columns.map(({ name, type }) => ({ name, type: { type } }));
  const arrayValues = rows.map((row): ParameterValue => {
    const cells = columns.map(({ name }, at): [string, ParameterValue] => [name, scalar(row[at] ?? null)]);
    return { structValues: Object.fromEntries(cells) };
  });
  return {
    name: parameter,
    parameterType: { type: "ARRAY", arrayType: { type: "STRUCT", structTypes } },
    parameterValue: { arrayValues },
  };
}

function scalar(value: string | number | null): ParameterValue {
  return { value: value === null ? null : String(value) };
}

const MICROS = 1_000n;

function timestamp(text: string): string {
  return new Date(Number(BigInt(text) / MICROS)).toISOString();
}

/** How the text of a cell becomes a plain value, by the column's type. */
const DECODE: Readonly<Record<string, (text: string) => Cell>> = {
  STRING: (text) => text,
  JSON: (text) => text,
  DATE: (text) => text,
  DATETIME: (text) => text,
  TIME: (text) => text,
  INTEGER: Number,
  INT64: Number,
  FLOAT: floating,
  FLOAT64: floating,
  NUMERIC: Number,
  BIGNUMERIC: Number,
  BOOLEAN: (text) => text === "true",
  BOOL: (text) => text === "true",
  TIMESTAMP: timestamp,
};

const SPECIAL: Readonly<Record<string, number>> = { NaN, Infinity, "-Infinity": -Infinity, "+Infinity": Infinity };

function floating(text: string): number {
  return SPECIAL[text] ?? Number(text);
}

function wrong(field: Field, what: string): BigQueryFault {
  return new BigQueryFault("wrongTypes", `column ${field.name} of type ${field.type} ${what}`);
}

function cell(field: Field, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  const decode = DECODE[field.type];
  if (decode === undefined || field.mode === "REPEATED") throw wrong(field, "is not a plain value");
  if (typeof value !== "string") throw wrong(field, "has a cell that is not text");
  const plain = decode(value);
  if (typeof plain === "number" && Number.isNaN(plain) && value !== "NaN")
    throw wrong(field, "has a cell of another type");
  return plain;
}

/** Rows as plain strings, numbers, truth values and nulls. Throws when a cell is not of its column's type. */
export function plainRows(fields: readonly Field[], rows: readonly Row[]): Cell[][] {
  return rows.map(({ f }) => {
    if (f.length !== fields.length)
      throw new BigQueryFault("wrongTypes", `a row has ${String(f.length)} cells for ${String(fields.length)} columns`);
    return fields.map((field, at) => cell(field, f[at]?.v));
  });
}
