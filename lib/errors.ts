/** Every way a request can fail, with the HTTP status it becomes (RFC 9457 problem details). */
export const ERROR_STATUS = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  invalid_input: 400,
  conflict: 409,
  stale_version: 412,
  precondition_required: 428,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  consent_unknown: 503,
  warehouse_unavailable: 503,
  registry_unavailable: 503,
  deadline: 504,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** Where the input is wrong and what would be right: `path` a JSON path or file, `offset` in characters. */
export type ErrorPlace = {
  readonly path: string | null;
  readonly offset: number | null;
  readonly suggestion: string | null;
};

const NOWHERE: ErrorPlace = { path: null, offset: null, suggestion: null };

/** The one error a person may read. Its message is a plain sentence: cause, then the way out. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly place: ErrorPlace;
  /** Machine-readable details that belong to the code, e.g. both versions of a 412. */
  readonly details: Readonly<Record<string, unknown>> | null;

  constructor(
    code: ErrorCode,
    message: string,
    place: Partial<ErrorPlace> = {},
    details: Readonly<Record<string, unknown>> | null = null,
  ) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.place = { ...NOWHERE, ...place };
    this.details = details;
  }
}
