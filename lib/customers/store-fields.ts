import { readFile } from "node:fs/promises";
import path from "node:path";
import { isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { LEVELS, type Level } from "#lib/consent/model.ts";

/** A field as the reviewed list in models/fields.yml describes it. */
export type RegisteredField = {
  readonly field: string;
  readonly label: string;
  readonly group: string;
  readonly level: Level;
  readonly description: string;
};

const FILE = "models/fields.yml";

const Name = z.string().regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/, "A field is written source.field");
const Groups = z.array(
  z.strictObject({
    group: z.string().min(1),
    level: z.enum(LEVELS),
    fields: z.array(z.strictObject({ field: Name, label: z.string().min(1), description: z.string().min(1) })).min(1),
  }),
);

let known: Promise<readonly RegisteredField[]> | null = null;

/** The list, read once per process. */
export function readFields(): Promise<readonly RegisteredField[]> {
  known ??= readFile(path.join(process.cwd(), FILE), "utf8").then((text) => parseFields(text, FILE));
  return known;
}

/** Throws an error that begins with file:line at the first fault. */
export function parseFields(text: string, file: string): RegisteredField[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) throw new Error(`${file}:${lines.linePos(fault.pos[0]).line}: ${fault.message}`);
  const parsed = Groups.safeParse(document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${file}:${lineOf(document, lines, issue?.path ?? [])}: ${issue?.message ?? "not understood"}`);
  }
  const seen = new Set<string>();
  for (const [index, { fields }] of parsed.data.entries()) {
    for (const [at, { field }] of fields.entries()) {
      const line = lineOf(document, lines, [index, "fields", at]);
      if (seen.has(field)) throw new Error(`${file}:${line}: ${field} stands there twice`);
      seen.add(field);
    }
  }
  return parsed.data.flatMap(({ group, level, fields }) => fields.map((field) => ({ ...field, group, level })));
}

/** The line of the deepest part of the path that exists. */
function lineOf(document: ReturnType<typeof parseDocument>, lines: LineCounter, where: readonly PropertyKey[]): number {
  for (let depth = where.length; depth >= 0; depth--) {
    const node: unknown = document.getIn(where.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
