import { z } from "zod";

const CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "ETIMEDOUT",
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "53300",
  "57P01",
  "57P02",
  "57P03",
]);
const KINDS = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"]);
const MAX_DEPTH = 6;

const Failure = z.looseObject({
  name: z.string().optional().catch(undefined),
  message: z.string().catch(""),
  code: z.string().optional().catch(undefined),
  kind: z.string().optional().catch(undefined),
  originalCode: z.string().optional().catch(undefined),
  cause: z.unknown().optional(),
  meta: z.looseObject({ driverAdapterError: z.unknown().optional() }).optional().catch(undefined),
});

/**
 * True when an error means that Postgres does not answer. Prisma and the driver report it in several
 * shapes, nested in `cause` or `meta`; all are looked through.
 */
export function registryUnreachable(error: unknown, depth = 0): boolean {
  const parsed = Failure.safeParse(error);
  if (!parsed.success || depth > MAX_DEPTH) return false;
  const { cause, meta } = parsed.data;
  if (saysUnreachable(parsed.data)) return true;
  return registryUnreachable(cause, depth + 1) || registryUnreachable(meta?.driverAdapterError, depth + 1);
}

function saysUnreachable({ name, message, code, kind, originalCode }: z.output<typeof Failure>): boolean {
  if (name === "PrismaClientInitializationError") return true;
  if ([code, originalCode].some((each) => each !== undefined && CODES.has(each))) return true;
  if (kind !== undefined && KINDS.has(kind)) return true;
  return /^Connection terminated|timeout exceeded when trying to connect/.test(message);
}
