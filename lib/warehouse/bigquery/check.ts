import { nearest } from "#lib/semantic/nearest.ts";
import type { Api } from "#lib/warehouse/bigquery/api.ts";
import { partitionOf, standardType } from "#lib/warehouse/bigquery/columns.ts";
import { faultOf } from "#lib/warehouse/bigquery/faults.ts";
import { type Mapping, type PlacedTable, pathText } from "#lib/warehouse/bigquery/mapping.ts";
import type { Field, TableResource } from "#lib/warehouse/bigquery/resources.ts";

const AT_ONCE = 8;

function meant(name: string, known: readonly string[]): string {
  const found = nearest(name, known);
  return found === null ? "" : `; did you mean "${found}"?`;
}

function columnFault(
  place: string,
  { name, type, foreign }: PlacedTable["columns"][number],
  fields: readonly Field[],
): string[] {
  if (foreign === null) return [];
  const field = fields.find((one) => one.name === foreign);
  const names = fields.map((one) => one.name);
  if (field === undefined) return [`${place} has no column "${foreign}", wanted as ${name}${meant(foreign, names)}`];
  const found = standardType(field.type);
  return found === type ? [] : [`${place}: column "${foreign}" is ${found}, and ${type} is wanted`];
}

function partitionFault(place: string, { name, columns }: PlacedTable, { timePartitioning }: TableResource): string[] {
  const wanted = columns.find((column) => column.name === partitionOf(name))?.foreign ?? null;
  if (wanted === null || timePartitioning?.field === wanted) return [];
  return [`${place} is not partitioned by "${wanted}": each question would read it whole`];
}

async function missing(api: Api, { path }: PlacedTable, place: string): Promise<string> {
  const names = await api.tables(path.project, path.dataset).catch(() => null);
  if (names === null)
    return `there is no dataset ${path.project}.${path.dataset}, or the portal's account may not see it`;
  return `there is no table ${place}${meant(path.table, names)}`;
}

async function tableFaults(api: Api, table: PlacedTable): Promise<string[]> {
  const place = pathText(table.path);
  try {
    const resource = await api.table(table.path);
    const fields = resource.schema?.fields ?? [];
    return [
      ...table.columns.flatMap((column) => columnFault(place, column, fields)),
      ...(resource.type === "VIEW" ? [] : partitionFault(place, table, resource)),
    ].map((fault) => `${table.name}: ${fault}`);
  } catch (error) {
    const { reason, message } = faultOf(error);
    const what = reason === "notFound" ? await missing(api, table, place) : `${place} cannot be read: ${message}`;
    return [`${table.name}: ${what}`];
  }
}

/** Compares the tables with what the portal reads; a sentence for each fault, with its place and the nearest name. */
export async function checkTables(api: Api, mapping: Mapping): Promise<string[]> {
  const left = [...mapping.values()];
  const faults: string[] = [];
  const work = async (): Promise<void> => {
    for (let table = left.shift(); table !== undefined; table = left.shift())
      faults.push(...(await tableFaults(api, table)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return faults.toSorted();
}
