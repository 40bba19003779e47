import { setTimeout as wait } from "node:timers/promises";
import type { Day } from "#lib/consent/model.ts";
import { warehouse } from "#lib/warehouse/client.ts";

const PATIENCE_MS = 800;

/** The last loaded day, and whether anything was ever loaded; null while the warehouse does not say. */
export type DataState = { readonly day: Day | null; readonly isLoaded: boolean | null };

const NOT_SAID: DataState = { day: null, isLoaded: null };

/** Registry pages do without the warehouse where it does not answer soon. */
export async function dataState(): Promise<DataState> {
  const asked = warehouse()
    .clock()
    .then(({ dataClock, isLoaded }) => ({ day: isLoaded ? dataClock : null, isLoaded }))
    .catch(() => NOT_SAID);
  return await Promise.race([asked, wait(PATIENCE_MS, NOT_SAID, { ref: false })]);
}
