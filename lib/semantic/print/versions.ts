import type { Guarded } from "#lib/consent/gate.ts";
import type { Param } from "#lib/semantic/compiled.ts";
import type { ScanDays } from "#lib/semantic/plan.ts";
import type { Dialect } from "#lib/semantic/print/dialect.ts";
import type { GateText } from "#lib/semantic/print/gate.ts";
import { Params, select } from "#lib/semantic/print/text.ts";

/** The last version that each instance visibly reported in the range: who runs a release that does not send this yet. */
export function printVersions(
  scan: Guarded,
  days: ScanDays,
  dialect: Dialect,
  gate: GateText,
): { sql: string; params: Param[]; shared: [] } {
  const params = new Params(dialect);
  const from = [
    `FROM {{warehouse}}.${scan.table} AS s`,
    `INNER JOIN {{snapshot}}.interval AS i\n  ON ${gate.join(scan, dialect).join("\n  AND ")}`,
  ];
  const day = `s.${scan.dayColumn}`;
  const sql = select(
    ["i.instance_no", `${dialect.latestKnown("s.version", "s.last_ts")} AS version`],
    from.join("\n"),
    [`${day} >= ${params.date(days.from)}`, `${day} < ${params.date(days.to)}`],
    "GROUP BY i.instance_no",
  );
  return { sql, params: params.list, shared: [] };
}
