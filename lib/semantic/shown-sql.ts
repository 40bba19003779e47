import type { CompiledQuery } from "#lib/semantic/compiled.ts";
import { DIALECTS } from "#lib/semantic/print/dialects.ts";

/** The first statement as a person may read it, with the bound values below. */
export function shownSql({ statements, engine }: Pick<CompiledQuery, "statements" | "engine">): string {
  const rows = statements.find(({ name }) => name === "rows");
  if (rows === undefined) return "";
  const text = rows.sql.replaceAll("{{snapshot}}", "consent").replaceAll("{{warehouse}}", "warehouse");
  const { place } = DIALECTS[engine];
  const values = rows.params.map(({ value }, index) => `-- ${place(index + 1)} = ${JSON.stringify(value)}`);
  return [text, "", ...values].join("\n");
}
