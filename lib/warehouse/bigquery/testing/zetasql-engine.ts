import type bigquery from "@google-cloud/bigquery/build/src/types.d.ts";
import {
  SCALARS,
  type Scalar,
  type ZetaParam,
  type ZetaSql,
  ZetaSqlError,
  type ZetaType,
  type ZetaValue,
} from "#lib/semantic/testing/judge/zetasql.ts";
import { type DoubleCell, type DoubleEngine, Refused } from "#lib/warehouse/bigquery/testing/jobs.ts";

/** Google's reference engine behind the double: it runs what the client sends, over a catalogue that was loaded. */
export function zetaSqlEngine(zeta: ZetaSql, catalogue: string): DoubleEngine {
  return async (sql, parameters) => {
    try {
      const { columns, rows } = await zeta.run(catalogue, sql, parameters.map(paramOf));
      const fields = columns.map(({ name, type }) => ({ name, type: typeof type === "string" ? type : "RECORD" }));
      return { fields, rows: rows.map((row) => row.map(cellOf)) };
    } catch (error) {
      throw error instanceof ZetaSqlError ? new Refused(error.message) : error;
    }
  };
}

function paramOf({ name = "", parameterType, parameterValue }: bigquery.IQueryParameter): ZetaParam {
  const type = typeOf(parameterType);
  return { name, type, value: valueOf(parameterValue, type) };
}

function typeOf(type: bigquery.IQueryParameterType | undefined): ZetaType {
  if (type?.arrayType !== undefined) return { array: typeOf(type.arrayType) };
  if (type?.structTypes !== undefined)
    return { struct: type.structTypes.map((field) => ({ name: field.name ?? "", type: typeOf(field.type) })) };
  return scalarOf(type?.type);
}

function scalarOf(name: string | undefined): Scalar {
  const found = SCALARS.find((one) => one === name);
  if (found === undefined) throw new Refused(`Invalid parameter type ${name ?? ""}`);
  return found;
}

function valueOf(value: bigquery.IQueryParameterValue | undefined, type: ZetaType): ZetaValue {
  if (typeof type === "string") return value?.value ?? null;
  if ("array" in type) return (value?.arrayValues ?? []).map((one) => valueOf(one, type.array));
  return type.struct.map((field) => valueOf(value?.structValues?.[field.name], field.type));
}

function cellOf(value: ZetaValue): DoubleCell {
  if (typeof value === "object" && value !== null) throw new Refused("A column is a list", "invalid");
  return value;
}
