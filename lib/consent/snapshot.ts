import { createHash } from "node:crypto";
import { consentUnknown, readKey } from "#lib/consent/clock.ts";
import { tierOf } from "#lib/consent/derive.ts";
import type { EffectiveSpan, RegistryInputs } from "#lib/consent/inputs.ts";
import type { Day } from "#lib/consent/model.ts";
import { readInputs, spanOf } from "#lib/consent/read.ts";
import {
  FOREVER,
  type Snapshot,
  type SnapshotAccount,
  type SnapshotInstance,
  type SnapshotInterval,
  type SnapshotKey,
  type SnapshotLicence,
} from "#lib/consent/snapshot-model.ts";
import { deriveVisible } from "#lib/consent/visible.ts";
import { ROWS_AT_ONCE } from "#lib/db/chunks.ts";
import { type Tx, transaction } from "#lib/db/client.ts";
import { dayOf, dayOrNull } from "#lib/db/day.ts";
import type { EffectiveInterval } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";

const BUILD_TIMEOUT_MS = 60_000;

/**
 * The registry as of one moment. Null asks for the current key; a key that is no longer current is a
 * `conflict`, and the caller reads the key once more. Whatever else goes wrong, consent is unknown.
 */
export async function readSnapshot(key: SnapshotKey | null): Promise<Snapshot> {
  try {
    return await transaction((tx) => build(tx, key), { reads: "snapshot", timeoutMs: BUILD_TIMEOUT_MS });
  } catch (error) {
    throw error instanceof AppError ? error : consentUnknown(error);
  }
}

async function build(tx: Tx, asked: SnapshotKey | null): Promise<Snapshot> {
  await tx.$executeRaw`SET TRANSACTION READ ONLY`;
  const key = await readKey(tx);
  if (asked !== null && (asked.epoch !== key.epoch || asked.consentToday !== key.consentToday)) {
    throw new AppError("conflict", "The customer registry has changed since the question was asked.", {}, { ...key });
  }
  const inputs = await readInputs(tx, null);
  const content = {
    intervals: await readVisible(tx, inputs, key.consentToday),
    accounts: await readAccounts(tx, inputs),
    instances: await readInstances(tx),
    licences: await readLicences(tx),
  };
  return { key, hash: createHash("sha256").update(JSON.stringify(content)).digest("hex"), ...content };
}

/** What may be seen of the instances in `inputs`, from their stored intervals. */
export async function readVisible(tx: Tx, inputs: RegistryInputs, consentToday: Day): Promise<SnapshotInterval[]> {
  const wanted = inputs.instances.map((instance) => instance.instanceNo);
  const rows = await tx.effectiveInterval.findMany({
    where: wanted.length > ROWS_AT_ONCE ? {} : { instanceNo: { in: wanted } },
    orderBy: [{ instanceNo: "asc" }, { validFrom: "asc" }],
  });
  const byInstance = Map.groupBy(rows, (row) => row.instanceNo);
  return inputs.instances.flatMap((instance) => {
    const effective = (byInstance.get(instance.instanceNo) ?? []).map(effectiveSpan);
    return deriveVisible(instance, effective, inputs.accounts, consentToday);
  });
}

export function effectiveSpan(row: EffectiveInterval): EffectiveSpan {
  return {
    ...spanOf(row),
    level: tierOf(row.level),
    caps: {
      term: tierOf(row.termLevel),
      optOut: tierOf(row.optOutCap),
      licence: tierOf(row.licenceCap),
      hosting: tierOf(row.hostingCap),
      consent: tierOf(row.consentCap),
    },
  };
}

async function readAccounts(tx: Tx, inputs: RegistryInputs): Promise<SnapshotAccount[]> {
  const rows = await tx.account.findMany({
    orderBy: { id: "asc" },
    select: { id: true, name: true, segment: true, region: true, accountExecutive: true, customerEngineer: true },
  });
  return rows.map(({ id, ...rest }) => {
    const types = inputs.accounts.get(id)?.types ?? [];
    return {
      accountId: id,
      ...rest,
      types: types.map(({ value, from, to }) => ({ type: value, from, to: to ?? FOREVER })),
    };
  });
}

function readInstances(tx: Tx): Promise<SnapshotInstance[]> {
  return tx.instance.findMany({
    orderBy: { instanceNo: "asc" },
    select: { instanceNo: true, siteId: true, name: true },
  });
}

async function readLicences(tx: Tx): Promise<SnapshotLicence[]> {
  const rows = await tx.licence.findMany({ orderBy: { id: "asc" } });
  return rows.map(({ id, accountId, instanceNo, seats, validFrom, validTo }) => ({
    licenceId: id,
    accountId,
    instanceNo,
    seats,
    from: dayOf(validFrom),
    to: dayOrNull(validTo) ?? FOREVER,
  }));
}
