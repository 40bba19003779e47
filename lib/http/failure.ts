import { AppError, ERROR_STATUS, type ErrorCode } from "#lib/errors.ts";
import type { Problem } from "#lib/http/problem.ts";

const TITLES: Readonly<Record<ErrorCode, string>> = {
  unauthenticated: "Not signed in",
  forbidden: "Not allowed",
  not_found: "Not found",
  invalid_input: "Not understood",
  conflict: "Conflict",
  stale_version: "Changed in the meantime",
  precondition_required: "If-Match is missing",
  too_large: "Too large",
  rate_limited: "Too many requests",
  unsupported_media_type: "Wrong content type",
  consent_unknown: "Consent unknown",
  warehouse_unavailable: "Warehouse unavailable",
  registry_unavailable: "Registry unavailable",
  deadline: "Took too long",
};

/** RFC 9457. Whatever is not an `AppError` leaves without any detail of its own. */
export function problemFor(error: unknown, requestId: string): Problem {
  if (!(error instanceof AppError)) return internal(requestId);
  const { code, message, place, details } = error;
  return {
    type: `urn:candor:error:${code}`,
    title: TITLES[code],
    status: ERROR_STATUS[code],
    detail: message,
    code,
    ...place,
    details: details === null ? null : { ...details },
    requestId,
  };
}

function internal(requestId: string): Problem {
  return {
    type: "urn:candor:error:internal",
    title: "Something went wrong",
    status: 500,
    detail: `Something went wrong on our side; nothing was changed. Try again, and quote ${requestId} when you report it.`,
    code: "internal",
    path: null,
    offset: null,
    suggestion: null,
    details: null,
    requestId,
  };
}
