import { readiness } from "#lib/health/service.ts";

export const dynamic = "force-dynamic";

/** 200 when the registry and the warehouse server answer, else 503 with which of them does not. */
export async function GET(): Promise<Response> {
  const { ready, registry, warehouse } = await readiness();
  const headers = { "cache-control": "no-store", ...(ready ? {} : { "retry-after": "5" }) };
  return Response.json(
    { status: ready ? "ready" : "not ready", registry, warehouse },
    { status: ready ? 200 : 503, headers },
  );
}
