export const dynamic = "force-dynamic";

/** The process runs. Says nothing about what it needs: see ready. */
export function GET(): Response {
  return Response.json({ status: "live" }, { headers: { "cache-control": "no-store" } });
}
