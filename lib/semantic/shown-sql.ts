import type { CompiledQuery } from "#lib/semantic/compiled.ts";

/** The first statement as a person may read it, with the bound values below. */
export function shownSql({ statements }: Pick<CompiledQuery, "statements">): string {
  const rows = statements.find(({ name }) => name === "rows");
  if (rows === undefined) return "";
  const text = rows.sql.replaceAll("{{snapshot}}", "consent").replaceAll("{{warehouse}}", "warehouse");
  const values = rows.params.map(({ value }, index) => `-- $${index + 1} = ${JSON.stringify(value)}`);
  return [text, "", ...values].join("\n");
}
