import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { nearest } from "#lib/semantic/nearest.ts";

/** What is wrong in a model file, and where; lines and columns count from 1. */
export type ModelFault = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
};

/** The catalogue cannot be used; the message has a line `file:line:column message` for each fault. */
export class ModelError extends Error {
  readonly faults: readonly ModelFault[];
  constructor(faults: readonly ModelFault[]) {
    super(faults.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join("\n"));
    this.name = "ModelError";
    this.faults = faults;
  }
}

type Path = readonly PropertyKey[];

/** One YAML file, which knows where in it each value stands. */
export class ModelFile {
  readonly name: string;
  readonly faults: ModelFault[] = [];
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;

  constructor(name: string, text: string) {
    this.name = name;
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    for (const error of this.document.errors) this.addAt(error.pos[0], error.message);
  }

  /** Checks the file against its schema; null when a fault was found. */
  read<S extends z.ZodType>(schema: S): z.output<S> | null {
    if (this.faults.length > 0) return null;
    const parsed = schema.safeParse(this.document.toJS());
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) this.addIssue(issue);
    return null;
  }

  /** A fault at the value that the path leads to, `offset` characters into it. */
  add(path: Path, message: string, offset = 0): void {
    this.addAt(this.offsetOf(path) + offset, message);
  }

  private addIssue(issue: z.core.$ZodIssue): void {
    const where = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys") {
      const key = issue.keys[0] ?? "";
      this.addAt(this.keyOffset(issue.path, key), `Unknown key "${key}"${where === "" ? "" : ` in ${where}`}`);
    } else if (issue.code === "invalid_value") {
      const value: unknown = this.document.getIn([...issue.path]);
      const options = issue.values.map(String);
      const meant = typeof value === "string" ? nearest(value, options) : null;
      const hint = meant === null ? `one of ${options.join(", ")}` : `did you mean "${meant}"?`;
      this.add(issue.path, `${where}: "${String(value)}" is not known; ${hint}`);
    } else this.add(issue.path, where === "" ? issue.message : `${where}: ${issue.message}`);
  }

  private addAt(offset: number, message: string): void {
    const { line, col } = this.lines.linePos(offset);
    this.faults.push({ file: this.name, line: Math.max(line, 1), column: Math.max(col, 1), message });
  }

  private keyOffset(path: Path, key: string): number {
    const map = path.length === 0 ? this.document.contents : this.document.getIn([...path], true);
    if (!isMap(map)) return this.offsetOf(path);
    const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
    return isNode(pair?.key) ? (pair.key.range?.[0] ?? 0) : this.offsetOf(path);
  }

  private offsetOf(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const node = this.document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) {
        const quoted = isScalar(node) && (node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE") ? 1 : 0;
        return node.range[0] + quoted;
      }
    }
    return this.document.contents?.range[0] ?? 0;
  }
}
