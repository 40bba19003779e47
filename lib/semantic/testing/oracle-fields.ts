import { type AccountType, TIER_LABELS } from "#lib/consent/model.ts";
import type { DayTable } from "#lib/semantic/testing/day-table.ts";
import type { EventRow, InstanceDayRow } from "#lib/semantic/testing/world.ts";
import type { OracleDay } from "#lib/testing/registry-oracle.ts";

/** The row a value is taken from, as the fields see it. */
export type Context = {
  readonly known: OracleDay | null;
  readonly accountId: string | null;
  readonly accountType: AccountType | null;
  readonly instanceNo: number | null;
  readonly row: InstanceDayRow | EventRow | null;
};

export function contextOf(known: OracleDay, instanceNo: number, row: InstanceDayRow | EventRow | null): Context {
  return { known, accountId: known.accountId, accountType: known.accountType, instanceNo, row };
}

/** What a field holds there. */
export function fieldOf(table: DayTable, id: string, context: Context): string | null {
  if (id.startsWith("account.")) return accountField(table, id, context);
  if (id.startsWith("instance.")) return instanceField(table, id, context);
  const { row } = context;
  if (row === null) return null;
  if ("version" in row) return row.version;
  return id === "event.name" ? row.name : row.client;
}

function accountField(table: DayTable, id: string, { accountId, accountType }: Context): string | null {
  if (id === "account.type") return accountType;
  const account = table.world.registry.rows.accounts.find(({ accountRef }) => accountRef === accountId);
  return account?.name ?? null;
}

function instanceField(table: DayTable, id: string, { known, instanceNo }: Context): string | null {
  if (id === "instance.name") return table.world.registry.rows.instances[(instanceNo ?? 0) - 1]?.name ?? null;
  if (known === null) return null;
  if (id === "instance.tier") return TIER_LABELS.find((_, tier) => tier === known.visible) ?? null;
  return id === "instance.hosting" ? known.hosting : known.environment;
}
