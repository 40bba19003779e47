import { z } from "zod";
import { AppError, type ErrorCode } from "#lib/errors.ts";
import { type ErrorProto, ErrorProto as ErrorShape } from "#lib/warehouse/bigquery/resources.ts";

/** Reasons after which the same request may go through: Google's list for retries. */
const TRANSIENT = new Set([
  "backendError",
  "internalError",
  "jobBackendError",
  "jobInternalError",
  "rateLimitExceeded",
  "userRateLimitExceeded",
  "jobRateLimitExceeded",
  "tableUnavailable",
  "unreachable",
  "incomplete",
]);
const TRANSIENT_STATUS = new Set([408, 429, 500, 502, 503, 504]);
const UNREACHABLE = /^(E(CONNRESET|CONNREFUSED|PIPE|TIMEDOUT|HOSTUNREACH|NOTFOUND|AI_AGAIN)|UND_ERR.*)$/;
const NO_CREDENTIALS = /could not load the default credentials|invalid_grant|unable to (detect|impersonate)|ENOENT/i;

type Told = { readonly code: ErrorCode; readonly message: string };

const OUT_OF_ORDER: Told = {
  code: "warehouse_unavailable",
  message: "BigQuery is busy or out of order. Try again in a minute.",
};
const TOO_MUCH: Told = {
  code: "too_large",
  message: "The question needs more of BigQuery than one question may use. Choose a shorter range or fewer fields.",
};
const NO_ENTRY: Told = {
  code: "warehouse_unavailable",
  message:
    "BigQuery refuses the portal's account. An operator has to give it the roles Job User and, on the datasets, Data Viewer.",
};
const SIGNED_OUT: Told = {
  code: "warehouse_unavailable",
  message: "The portal's BigQuery credentials are missing or have expired. An operator has to renew them.",
};
const INCOMPLETE: Told = {
  code: "warehouse_unavailable",
  message: "BigQuery sent an incomplete result, so nothing of it is shown. Try again.",
};

/** What a reader is told: the cause, then the way out. */
const TOLD: Readonly<Record<string, Told>> = {
  accessDenied: NO_ENTRY,
  forbidden: NO_ENTRY,
  authError: SIGNED_OUT,
  required: SIGNED_OUT,
  billingNotEnabled: {
    code: "warehouse_unavailable",
    message: "The BigQuery project has no billing account. An operator has to link one.",
  },
  billingTierLimitExceeded: TOO_MUCH,
  bytesBilledLimitExceeded: {
    code: "too_large",
    message:
      "The question would read more of BigQuery than your role may read at once. Choose a shorter range or fewer fields, or ask an administrator.",
  },
  resourcesExceeded: TOO_MUCH,
  responseTooLarge: TOO_MUCH,
  quotaExceeded: {
    code: "warehouse_unavailable",
    message:
      "The BigQuery quota of this project is used up. It is filled again at midnight Pacific time; an operator can raise it.",
  },
  notFound: {
    code: "warehouse_unavailable",
    message:
      "BigQuery does not know the project, dataset or table that the portal is set to, or has it in another location. An operator has to correct the settings.",
  },
  invalidQuery: {
    code: "warehouse_unavailable",
    message:
      "The tables in BigQuery are not as the portal expects them. An operator finds out which with the warehouse check.",
  },
  invalid: {
    code: "warehouse_unavailable",
    message: "BigQuery refused what the portal asked. An operator finds the reason in the warehouse server's log.",
  },
  incomplete: INCOMPLETE,
  wrongTypes: {
    code: "warehouse_unavailable",
    message:
      "BigQuery sent columns of other types than were asked for, so nothing is shown. An operator has to compare the tables with the portal's schema.",
  },
  stopped: {
    code: "warehouse_unavailable",
    message: "The question was stopped in BigQuery before it was answered. Ask it again.",
  },
  circuitOpen: {
    code: "warehouse_unavailable",
    message: "BigQuery has failed several times in a row. The portal tries it again in a few seconds.",
  },
};

/** Something that BigQuery, or the way to it, did wrong. The words are for the operator's log. */
export class BigQueryFault extends Error {
  readonly reason: string;
  readonly status: number | null;
  /** Asking once more may help. */
  readonly isTransient: boolean;

  constructor(reason: string, detail: string, status: number | null = null) {
    super(detail);
    this.name = "BigQueryFault";
    this.reason = reason;
    this.status = status;
    this.isTransient = TRANSIENT.has(reason) || (status !== null && TRANSIENT_STATUS.has(status));
  }

  /** The same for people; what was said about it stays here. */
  toAppError(): AppError {
    const { code, message } =
      TOLD[this.reason] ?? (this.isTransient ? OUT_OF_ORDER : (TOLD["invalid"] ?? OUT_OF_ORDER));
    const error = new AppError(code, message);
    error.cause = this;
    return error;
  }
}

export function faultOfProto({ reason, message, location }: ErrorProto, status: number | null = null): BigQueryFault {
  const place = location === undefined ? "" : ` (at ${location})`;
  return new BigQueryFault(reason ?? "invalid", `${message ?? "no message"}${place}`, status);
}

const Thrown = z.object({
  code: z.union([z.number(), z.string()]).optional(),
  message: z.string().default(""),
  errors: z.array(ErrorShape).optional(),
});

const REASON_OF_STATUS: Readonly<Record<number, string>> = {
  401: "authError",
  403: "accessDenied",
  404: "notFound",
  409: "duplicate",
};

/** What the client threw, put in one of BigQuery's own reasons. */
export function faultOf(error: unknown): BigQueryFault {
  if (error instanceof BigQueryFault) return error;
  const { code, message, errors } = Thrown.catch({ message: String(error) }).parse(error);
  const status = statusOf(code);
  if (status === 401 || NO_CREDENTIALS.test(message)) return new BigQueryFault("authError", message, 401);
  const [first] = errors ?? [];
  if (first?.reason !== undefined) return faultOfProto(first, status);
  return new BigQueryFault(reasonOf(status, code, message), message, status);
}

function statusOf(code: number | string | undefined): number | null {
  if (typeof code === "number") return code;
  return code !== undefined && /^\d{3}$/.test(code) ? Number(code) : null;
}

function reasonOf(status: number | null, code: number | string | undefined, message: string): string {
  if (status !== null) return REASON_OF_STATUS[status] ?? "invalid";
  const isUnreachable = UNREACHABLE.test(String(code)) || /socket hang up|premature close|reset/i.test(message);
  return isUnreachable ? "unreachable" : "invalid";
}
