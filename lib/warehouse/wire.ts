import { z } from "zod";

/** `POST /run` and `/estimate`; the query is revived by the server. */
export const RunRequest = z.strictObject({
  query: z.unknown(),
  deadlineMs: z.number().positive().max(120_000),
  labels: z.record(z.string().max(40), z.string().max(120)),
});

/** What the server may say went wrong; anything else is a fault of ours and comes without words. */
export const FAILURE_CODES = ["conflict", "consent_unknown", "warehouse_unavailable", "deadline", "too_large"] as const;

export const Failure = z.object({
  code: z.enum([...FAILURE_CODES, "internal"]),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).nullable(),
});
export type Failure = z.infer<typeof Failure>;
