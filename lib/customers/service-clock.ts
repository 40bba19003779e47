import { setTimeout as wait } from "node:timers/promises";
import type { Day } from "#lib/consent/model.ts";
import { warehouse } from "#lib/warehouse/client.ts";

const PATIENCE_MS = 800;

/** The last loaded day; null while the warehouse does not say, for registry pages do without it. */
export async function dataClock(): Promise<Day | null> {
  const asked = warehouse()
    .clock()
    .then((clock) => clock.dataClock)
    .catch(() => null);
  return await Promise.race([asked, wait(PATIENCE_MS, null, { ref: false })]);
}
