import type { Guarded } from "#lib/consent/gate.ts";
import type { Dialect } from "#lib/semantic/print/dialect.ts";

/** How a guard is written; the proofs plant wrong ones here and must notice. */
export type GateText = {
  /** Conditions of the join between the scan `s` and the consent intervals `i`. */
  readonly join: (scan: Guarded, dialect: Dialect) => readonly string[];
  /** Conditions on a seen row `r` that speaks about another period than that of its day. */
  readonly described: (scan: Guarded, dialect: Dialect) => readonly string[];
};

/** A row counts when its instance, on the row's own day, is visible at the level; and so is a day of what it describes. */
export const CONSENT_GATE: GateText = {
  join: ({ instanceKey, dayColumn, level }, dialect) => [
    `i.${dialect.instanceKey(instanceKey)} = s.${dialect.instanceKey(instanceKey)}`,
    `s.${dayColumn} >= i.valid_from`,
    `s.${dayColumn} < i.valid_to`,
    `i.level >= ${level}`,
  ],
  described: ({ describes, level }, dialect) =>
    describes === null
      ? []
      : [
          `EXISTS (
    SELECT 1 FROM {{snapshot}}.interval AS w
    WHERE w.instance_no = r.instance_no AND w.level >= ${level}
      AND w.valid_from < ${dialect.addMonths("r.period", 1)} AND w.valid_to > r.period
  )`,
        ],
};
