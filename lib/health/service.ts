import "server-only";
import { readSnapshotKey } from "#lib/consent/clock.ts";
import { env } from "#lib/env.ts";

const PATIENCE_MS = 2_000;

export type Readiness = { readonly ready: boolean; readonly registry: boolean; readonly warehouse: boolean };

/** Whether what the portal needs answers. Says nothing else about it, because anybody may ask. */
export async function readiness(): Promise<Readiness> {
  const [registry, warehouse] = await Promise.all([answers(readSnapshotKey()), answers(askWarehouse())]);
  return { ready: registry && warehouse, registry, warehouse };
}

async function askWarehouse(): Promise<void> {
  const { url, token } = env().warehouse;
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/ready`, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`The warehouse server answered ${response.status}`);
}

async function answers(question: Promise<unknown>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => {
    setTimeout(resolve, PATIENCE_MS, false).unref();
  });
  return Promise.race([
    late,
    question.then(
      () => true,
      () => false,
    ),
  ]);
}
