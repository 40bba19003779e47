import { AppError } from "#lib/errors.ts";

/**
 * Refuses a write that a browser says comes from another site. Scripts send neither header and are
 * held by their session alone.
 */
export function refuseForeignWrite(request: Request, ownOrigin: string): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const foreignSite = site !== null && site !== "same-origin" && site !== "none";
  if (foreignSite || (origin !== null && origin !== ownOrigin)) {
    throw new AppError(
      "forbidden",
      "This request came from another site, so nothing was done. Use the portal's own pages.",
    );
  }
}
