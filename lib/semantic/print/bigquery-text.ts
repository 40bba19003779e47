import type { Snapshot } from "#lib/consent/snapshot-model.ts";
import { SNAPSHOT_TABLES, type SnapshotTable, snapshotRows } from "#lib/consent/snapshot-rows.ts";

/** What stands for the tables that a statement names, as SQL that may follow FROM. */
export type TableTexts = {
  /** `` `project.dataset.table` ``. */
  readonly warehouse: (table: string) => string;
  readonly snapshot: (table: SnapshotTable) => string;
};

/** What a statement reads of a snapshot table; intervals below the level cannot pass its gate. */
export type SnapshotUse = {
  readonly table: SnapshotTable;
  readonly columns: readonly string[];
  readonly level: number;
};

type SnapshotType = "INT64" | "STRING" | "DATE";

/** A snapshot table as the value of a parameter `ARRAY<STRUCT<…>>`, with no column or row that is not needed. */
export type SnapshotArray = {
  readonly table: SnapshotTable;
  readonly parameter: string;
  readonly columns: readonly { readonly name: string; readonly type: SnapshotType }[];
  /** Cells in the order of the columns. */
  readonly rows: readonly (readonly (string | number | null)[])[];
};

const TYPES = { VARCHAR: "STRING", INTEGER: "INT64", BIGINT: "INT64", DATE: "DATE" } as const;
const SNAPSHOT_PLACE = /\{\{snapshot\}\}\.(\w+) AS (\w+)/g;

/** The statement's text for BigQuery with its tables in it. */
export function bigQueryText(sql: string, { warehouse, snapshot }: TableTexts): string {
  return sql
    .replaceAll(/\{\{warehouse\}\}\.(\w+)/g, (_, table: string) => warehouse(table))
    .replaceAll(/\{\{snapshot\}\}\.(\w+)/g, (_, table: string) => snapshot(tableNamed(table)));
}

/** The snapshot as a parameter of its own. */
export function snapshotParameter(table: SnapshotTable): string {
  return `snapshot_${table}`;
}

/**
 * Read from the text itself, relation by relation, so that it cannot say less than the text does. A level counts only
 * as a condition of its own, the last thing on its line: the way in which a gate is written.
 */
export function snapshotUses(sql: string): SnapshotUse[] {
  const found = new Map<SnapshotTable, { columns: Set<string>; levels: number[] }>();
  for (const relation of sql.split(/^\),?$/m)) {
    for (const [, table = "", alias = ""] of relation.matchAll(SNAPSHOT_PLACE)) {
      const name = tableNamed(table);
      const use = found.get(name) ?? { columns: new Set(), levels: [] };
      found.set(name, use);
      for (const [, column = ""] of relation.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, "g"))) use.columns.add(column);
      const [, level = "0"] = new RegExp(`\\b(?:AND|WHERE) ${alias}\\.level >= (\\d)$`, "m").exec(relation) ?? [];
      use.levels.push(Number(level));
    }
  }
  return [...found].map(([table, { columns, levels }]) => {
    const used = Object.keys(SNAPSHOT_TABLES[table]).filter((column) => columns.has(column));
    return { table, columns: used, level: Math.min(...levels) };
  });
}

function tableNamed(name: string): SnapshotTable {
  const known: readonly SnapshotTable[] = ["interval", "account", "account_type", "instance", "licence"];
  const table = known.find((one) => one === name);
  if (table === undefined) throw new Error(`there is no snapshot table ${name}`);
  return table;
}

/** What the statement needs of the snapshot: eligible instances only, their accounts, the columns that it reads. */
export function snapshotArrays(sql: string, snapshot: Snapshot): SnapshotArray[] {
  const uses = snapshotUses(sql);
  const level = uses.find(({ table }) => table === "interval")?.level ?? null;
  const eligible = level === null ? null : snapshot.intervals.filter((interval) => interval.level >= level);
  const needsAll = uses.some(({ table }) => table === "licence") || eligible === null;
  const intervals = eligible ?? snapshot.intervals;
  const accounts = new Set(intervals.map(({ accountId }) => accountId));
  const instances = new Set(intervals.map(({ instanceNo }) => instanceNo));
  const rows = snapshotRows({
    ...snapshot,
    intervals,
    accounts: needsAll ? snapshot.accounts : snapshot.accounts.filter(({ accountId }) => accounts.has(accountId)),
    instances: needsAll ? snapshot.instances : snapshot.instances.filter((one) => instances.has(one.instanceNo)),
  });
  return uses.map(({ table, columns }) => {
    const all = Object.entries(SNAPSHOT_TABLES[table]);
    const places = columns.map((column) => all.findIndex(([name]) => name === column));
    return {
      table,
      parameter: snapshotParameter(table),
      columns: places.flatMap((place) => {
        const found = all[place];
        return found === undefined ? [] : [{ name: found[0], type: TYPES[found[1]] }];
      }),
      rows: rows[table].map((row) => places.map((place) => row[place] ?? null)),
    };
  });
}
