import { z } from "zod";
import type { Grant } from "#lib/access/grant.ts";
import type { Day } from "#lib/consent/model.ts";
import { db } from "#lib/db/client.ts";
import { addDays } from "#lib/db/day.ts";

const MOST_CHANGES = 20;
const LOOK_BACK_DAYS = 6;

const RecentChange = z.object({
  at: z.date(),
  customerId: z.string(),
  customer: z.string(),
  instance: z.string().nullable(),
  kind: z.enum(["term", "narrowing", "opt_out", "void"]),
  level: z.int().nullable(),
  validFrom: z.string(),
  actor: z.string(),
});
export type RecentChange = z.infer<typeof RecentChange>;

/**
 * What changed in consent in the last seven days: recorded by somebody, or, of what a folder brought in,
 * begun in these days. Newest first.
 */
export async function readRecentChanges(_grant: Grant<"customers.read">, today: Day): Promise<RecentChange[]> {
  const since = addDays(today, -LOOK_BACK_DAYS);
  const rows = await db().$queryRaw`
    SELECT DISTINCT ON (c.seq) a.id AS "customerId", a.name AS customer, i.name AS instance, c.kind::text AS kind, c.level,
      c.valid_from::text AS "validFrom", c.actor,
      CASE WHEN c.actor_id IS NULL THEN c.valid_from::timestamp AT TIME ZONE 'UTC' ELSE c.recorded_at END AS at
    FROM consent_change c
    LEFT JOIN instance i ON i.instance_no = c.instance_no
    LEFT JOIN instance_link l ON l.instance_no = c.instance_no AND c.account_id IS NULL
      AND l.valid_from <= ${today}::date AND (l.valid_to IS NULL OR l.valid_to > ${today}::date)
    JOIN account a ON a.id = COALESCE(c.account_id, l.account_id)
    WHERE c.kind IN ('term', 'narrowing', 'opt_out', 'void') AND (
      (c.actor_id IS NOT NULL AND c.recorded_at >= ${since}::timestamp AT TIME ZONE 'UTC')
      OR (c.actor_id IS NULL AND c.valid_from BETWEEN ${since}::date AND ${today}::date))
    ORDER BY c.seq DESC`;
  const changes = z.array(RecentChange).parse(rows);
  return changes.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, MOST_CHANGES);
}
