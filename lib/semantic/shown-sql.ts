import type { CompiledQuery } from "#lib/semantic/compiled.ts";
import { DIALECTS } from "#lib/semantic/print/dialects.ts";
import { inlined } from "#lib/semantic/print/share.ts";

/** The first statement as a person may read it, with the bound values below. */
export function shownSql({ statements, engine }: Pick<CompiledQuery, "statements" | "engine">): string {
  const rows = statements.find(({ name }) => name === "rows");
  if (rows === undefined) return "";
  const { sql, params } = inlined(rows);
  const text = sql.replaceAll("{{snapshot}}", "consent").replaceAll("{{warehouse}}", "warehouse");
  const { place } = DIALECTS[engine];
  const values = params.map(({ value }, index) => `-- ${place(index + 1)} = ${JSON.stringify(value)}`);
  return [text, "", ...values].join("\n");
}
