import { type Day } from "#lib/consent/model.ts";
import type { SnapshotKey } from "#lib/consent/snapshot-model.ts";
import { db, type Tx } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";

/** The day on which consent is evaluated: Postgres' own, in UTC, unless `CANDOR_TODAY` sets it. */
export async function readConsentToday(tx: Tx): Promise<Day> {
  const { consentToday } = await readKey(tx);
  return consentToday;
}

/** What the next question must name. One cheap query, on each request. */
export async function readSnapshotKey(): Promise<SnapshotKey> {
  try {
    return await readKey(db());
  } catch (error) {
    throw consentUnknown(error);
  }
}

export async function readKey(tx: Tx): Promise<SnapshotKey> {
  const rows = await tx.$queryRaw<{ epoch: number; today: Day }[]>`
    SELECT epoch, (now() AT TIME ZONE 'UTC')::date::text AS today FROM registry_epoch WHERE id = 1`;
  const [row] = rows;
  if (row === undefined) throw consentUnknown(new Error("registry_epoch has no row"));
  return { epoch: row.epoch, consentToday: env().today ?? row.today };
}

/** Without the registry nobody knows what may be shown, so nothing is. */
export function consentUnknown(cause: unknown): AppError {
  const error = new AppError(
    "consent_unknown",
    "The customer registry does not answer, so it is not known what may be shown. Nothing is shown until it is back; try again in a minute.",
  );
  error.cause = cause;
  return error;
}
