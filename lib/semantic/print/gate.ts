import type { Guarded } from "#lib/consent/gate.ts";

/** How a guard is written; the proofs plant wrong ones here and must notice. */
export type GateText = {
  /** Conditions of the join between the scan `s` and the consent intervals `i`. */
  readonly join: (scan: Guarded) => readonly string[];
  /** Conditions on a seen row `r` that speaks about another period than that of its day. */
  readonly described: (scan: Guarded) => readonly string[];
};

/** A row counts when its instance, on the row's own day, is visible at the level; and so is a day of what it describes. */
export const CONSENT_GATE: GateText = {
  join: ({ instanceKey, dayColumn, level }) => [
    `i.${instanceKey} = s.${instanceKey}`,
    `s.${dayColumn} >= i.valid_from`,
    `s.${dayColumn} < i.valid_to`,
    `i.level >= ${level}`,
  ],
  described: ({ instanceKey, describes, level }) =>
    describes === null
      ? []
      : [
          `EXISTS (
    SELECT 1 FROM {{snapshot}}.interval AS w
    WHERE w.${instanceKey} = r.${instanceKey} AND w.level >= ${level}
      AND w.valid_from < r.period + INTERVAL 1 MONTH AND w.valid_to > r.period
  )`,
        ],
};
