import { z } from "zod";

/** RFC 9457 problem details, as every error leaves the API. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** The sentence a person reads: cause, then the way out. */
  detail: z.string(),
  code: z.string(),
  path: z.string().nullable(),
  offset: z.int().nullable(),
  suggestion: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
  requestId: z.string(),
});
export type Problem = z.infer<typeof Problem>;
