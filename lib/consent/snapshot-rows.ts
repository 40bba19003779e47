import type { Snapshot } from "#lib/consent/snapshot-model.ts";

/** What an engine is given of the registry, as tables; types are DuckDB's names. */
export const SNAPSHOT_TABLES = {
  interval: {
    instance_no: "INTEGER",
    site_id: "VARCHAR",
    valid_from: "DATE",
    valid_to: "DATE",
    level: "INTEGER",
    account_id: "VARCHAR",
    account_type: "VARCHAR",
    hosting: "VARCHAR",
    environment: "VARCHAR",
  },
  account: {
    account_id: "VARCHAR",
    name: "VARCHAR",
    segment: "VARCHAR",
    region: "VARCHAR",
    account_executive: "VARCHAR",
    customer_engineer: "VARCHAR",
  },
  account_type: { account_id: "VARCHAR", type: "VARCHAR", valid_from: "DATE", valid_to: "DATE" },
  instance: { instance_no: "INTEGER", site_id: "VARCHAR", name: "VARCHAR" },
  licence: {
    licence_id: "VARCHAR",
    account_id: "VARCHAR",
    instance_no: "INTEGER",
    seats: "BIGINT",
    valid_from: "DATE",
    valid_to: "DATE",
  },
} as const;

export type SnapshotTable = keyof typeof SNAPSHOT_TABLES;

/** Cells in the order of the table's columns; days as `YYYY-MM-DD`. */
export type SnapshotRows = Readonly<Record<SnapshotTable, readonly (readonly (string | number | null)[])[]>>;

export function snapshotRows(snapshot: Snapshot): SnapshotRows {
  return {
    interval: snapshot.intervals.map((i) => {
      return [i.instanceNo, i.siteId, i.from, i.to, i.level, i.accountId, i.accountType, i.hosting, i.environment];
    }),
    account: snapshot.accounts.map((a) => {
      return [a.accountId, a.name, a.segment, a.region, a.accountExecutive, a.customerEngineer];
    }),
    account_type: snapshot.accounts.flatMap(({ accountId, types }) => {
      return types.map(({ type, from, to }) => [accountId, type, from, to]);
    }),
    instance: snapshot.instances.map((i) => [i.instanceNo, i.siteId, i.name]),
    licence: snapshot.licences.map((l) => [l.licenceId, l.accountId, l.instanceNo, l.seats, l.from, l.to]),
  };
}
