import pino from "pino";
import { logLevel } from "#lib/env.ts";

/** Values that must never reach a log, whoever logs them. */
const SECRET_PATHS = ["password", "secret", "token", "authorization", "cookie", "email", "databaseUrl"].flatMap(
  (key) => [key, `*.${key}`, `*.*.${key}`],
);

/** One JSON line per event: `log.info({ … }, "what happened")`. */
export const log = pino({
  level: logLevel(),
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  redact: { paths: SECRET_PATHS, censor: "[redacted]" },
});
