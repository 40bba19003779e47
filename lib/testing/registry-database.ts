import { vi } from "vitest";
import type { Actor } from "#lib/access/grant.ts";
import { systemGrant } from "#lib/access/operation.ts";
import type { Role } from "#lib/access/permission.ts";
import { permissionsOf } from "#lib/access/role.ts";
import type { Dated } from "#lib/consent/inputs.ts";
import { rebuildAllIntervals } from "#lib/consent/rebuild.ts";
import { loadRegistry } from "#lib/customers/store-import.ts";
import { type Db, db, disconnect, transaction } from "#lib/db/client.ts";
import { dateOf, dateOrNull } from "#lib/db/day.ts";
import { freshDatabase } from "#lib/testing/database.ts";
import type { RegistryWorld } from "#lib/testing/registry-world.ts";

export type RegistryDatabase = { readonly db: Db; readonly end: () => Promise<void> };

/** A migrated, empty database which `db()` means until `end`. `today` sets the day of consent. */
export async function registryDatabase(today: string | null = null): Promise<RegistryDatabase> {
  const fresh = await freshDatabase();
  await disconnect();
  vi.stubEnv("DATABASE_URL", fresh.url);
  vi.stubEnv("CANDOR_TODAY", today ?? "");
  return {
    db: db(),
    end: async () => {
      await disconnect();
      vi.unstubAllEnvs();
      await fresh.drop();
    },
  };
}

/** Writes a world, its policies included, as a folder would be loaded. Numbers and ids are Postgres' own. */
export async function fillRegistry(world: RegistryWorld): Promise<void> {
  const outcome = await loadRegistry(systemGrant("test", "imports.run"), world.rows);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  const settings = [
    ...settingRows("hosting_policy", world.policy.hostingPolicy),
    ...settingRows("default_tier_free", world.policy.defaultFree),
    ...settingRows("default_tier_prospect", world.policy.defaultProspect),
  ];
  await transaction(async (tx) => {
    await tx.setting.deleteMany();
    await tx.setting.createMany({ data: settings });
    await rebuildAllIntervals(tx);
  });
}

function settingRows(key: string, rows: readonly Dated<string | number>[]) {
  return rows.map(({ from, to, value }) => ({
    key,
    value: String(value),
    validFrom: dateOf(from),
    validTo: dateOrNull(to),
  }));
}

/** Somebody signed in with this role, for calling operations. */
export function actorWith(role: Role, about: Partial<Actor> = {}): Actor {
  const name = `The ${role}`;
  const email = `${role}@candor.example`;
  return { userId: `usr_${role}`, email, name, role, groups: [], permissions: permissionsOf(role, []), ...about };
}
