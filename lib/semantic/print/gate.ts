import type { Guarded } from "#lib/consent/gate.ts";
import type { Described } from "#lib/semantic/model.ts";
import type { Dialect } from "#lib/semantic/print/dialect.ts";

/** How a guard is written; the proofs plant wrong ones here and must notice. */
export type GateText = {
  /**
   * Conditions of the join between the scan `s` and the consent intervals `i`. A row that speaks about several days
   * begins with its own; `last` is the last of them, and all must lie within one interval.
   */
  readonly join: (scan: Guarded, dialect: Dialect, last?: string) => readonly string[];
  /** Conditions on a seen row `r` that speaks about another period than that of its day. */
  readonly described: (scan: Guarded, describes: Described, dialect: Dialect) => readonly string[];
  /** Conditions on the consent intervals `i` alone: the days on which rows of the scan could be seen. */
  readonly days: (scan: Guarded) => readonly string[];
  /** The days `[from, to)` of an interval `i`. */
  readonly bounds: { readonly from: string; readonly to: string };
};

/** A row counts when its instance, on the row's own day, is visible at the level; and so is a day of what it describes. */
export const CONSENT_GATE: GateText = {
  join: ({ keyedBy, key, dayColumn, level }, dialect, last = `s.${dayColumn}`) => [
    `i.${dialect.instanceKey(key)} = s.${dialect.instanceKey(key)}`,
    `s.${dayColumn} >= i.valid_from`,
    `${last} < i.valid_to`,
    ...(keyedBy === "account" ? [] : [`i.level >= ${level}`]),
  ],
  described: ({ level }, { grain }, dialect) => [
    `EXISTS (
    SELECT 1 FROM {{snapshot}}.interval AS w
    WHERE w.instance_no = r.instance_no AND w.level >= ${level}
      AND w.valid_from < ${endOf(grain, "r.period", dialect)} AND w.valid_to > r.period
  )`,
  ],
  days: ({ level }) => [`i.level >= ${level}`],
  bounds: { from: "i.valid_from", to: "i.valid_to" },
};

function endOf(grain: Described["grain"], start: string, dialect: Dialect): string {
  return grain === "month" ? dialect.addMonths(start, 1) : dialect.addDays(start, grain === "week" ? 7 : 1);
}
