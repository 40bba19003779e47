export type SqlPiece = { readonly kind: "keyword" | "text" | "value" | "note"; readonly text: string };

const KEYWORDS =
  /^(select|from|where|and|or|not|in|is|null|as|on|join|inner|left|group|order|by|limit|union|all|with|case|when|then|else|end|between|distinct|having|over|partition|asc|desc|nulls|last|first|values|cast|date|interval|filter|using|exists|like|true|false|qualify|coalesce|sum|count|min|max|avg|any_value)$/i;

/** Laid out for reading, one clause a line; the text as it is where it cannot be. */
export async function formatSql(sql: string): Promise<string> {
  const { format } = await import("sql-formatter");
  try {
    return format(sql, { language: "duckdb", keywordCase: "upper", tabWidth: 2 });
  } catch {
    return sql;
  }
}

/** Cuts SQL into words to colour: keywords, literals and parameters, comments, the rest. */
export function sqlPieces(sql: string): SqlPiece[] {
  const parts =
    sql.match(/--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\w+|[A-Za-z_]\w*|\d+(?:\.\d+)?|\s+|[^\sA-Za-z_]/g) ?? [];
  return parts.map((text) => ({ kind: kindOf(text), text }));
}

function kindOf(text: string): SqlPiece["kind"] {
  if (text.startsWith("--")) return "note";
  if (/^['$\d]/.test(text)) return "value";
  return KEYWORDS.test(text) ? "keyword" : "text";
}
