import { createHash } from "node:crypto";
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import {
  type Content,
  type ContentFault,
  type ContentFile,
  DashboardText,
  LookText,
  type ShippedDashboard,
  type ShippedLook,
  SLUG,
  wholeQuestion,
} from "#lib/content/model.ts";
import { nearest } from "#lib/semantic/nearest.ts";
import type { Question } from "#lib/semantic/question.ts";

type Path = readonly PropertyKey[];

/** What the metric catalogue has against a question: where in it and why; null = nothing. */
export type QuestionCheck = (question: Question) => { readonly path: Path; readonly message: string } | null;

type Source = {
  readonly slug: string;
  readonly version: string;
  readonly fault: (path: Path, message: string, ofKey?: string) => ContentFault;
  readonly value: unknown;
};
type Parsed<T> = { readonly made: T; readonly source: Source };
type Reading<T> = { readonly parsed: readonly Parsed<T>[]; readonly faults: readonly ContentFault[] };

/** Reads all content; with any fault the caller must not use what was made. */
export function parseContent(
  files: { readonly looks: readonly ContentFile[]; readonly dashboards: readonly ContentFile[] },
  check: QuestionCheck,
): { readonly content: Content; readonly faults: readonly ContentFault[] } {
  const looks = readAll(files.looks, LookText, (source, text): ShippedLook => {
    const { slug, version } = source;
    return { slug, version, ...text, question: wholeQuestion(text.question) };
  });
  const dashboards = readAll(files.dashboards, DashboardText, (source, text): ShippedDashboard => {
    const { slug, version } = source;
    return { slug, version, ...text };
  });
  const slugs = files.looks.map(slugOf);
  const faults = [
    ...looks.faults,
    ...dashboards.faults,
    ...looks.parsed.flatMap(({ made, source }) => questionFaults(made, source, check)),
    ...dashboards.parsed.flatMap(({ made, source }) => layoutFaults(made, source, slugs)),
  ];
  return {
    content: { looks: looks.parsed.map(({ made }) => made), dashboards: dashboards.parsed.map(({ made }) => made) },
    faults,
  };
}

function readAll<S extends z.ZodType, T>(
  files: readonly ContentFile[],
  schema: S,
  make: (source: Source, text: z.output<S>) => T,
): Reading<T> {
  const parsed: Parsed<T>[] = [];
  const faults: ContentFault[] = [];
  for (const file of files) {
    const source = readSource(file);
    if ("faults" in source) {
      faults.push(...source.faults);
      continue;
    }
    const text = schema.safeParse(source.value);
    if (text.success) parsed.push({ made: make(source, text.data), source });
    else faults.push(...text.error.issues.map((issue) => issueFault(issue, source)));
  }
  return { parsed, faults };
}

function readSource(file: ContentFile): Source | { readonly faults: readonly ContentFault[] } {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, message: string): ContentFault => {
    const { line, col } = lines.linePos(offset);
    return { file: file.path, line: Math.max(line, 1), column: Math.max(col, 1), message };
  };
  if (document.errors.length > 0) return { faults: document.errors.map((error) => at(error.pos[0], error.message)) };
  const slug = slugOf(file);
  if (!SLUG.test(slug)) return { faults: [at(0, "The file name is the address: lower-case words with hyphens")] };
  const version = createHash("sha256").update(file.text).digest("hex").slice(0, 12);
  return {
    slug,
    version,
    value: document.toJS(),
    fault: (path, message, ofKey) => at(offsetOf(document, path, ofKey), message),
  };
}

function slugOf(file: ContentFile): string {
  return file.path.replace(/^.*\//, "").replace(/\.ya?ml$/, "");
}

/** The offset of the deepest node on the path; of the key itself where a key is at fault. */
function offsetOf(document: Document.Parsed, path: Path, ofKey: string | undefined): number {
  const key =
    ofKey === undefined ? null : keyOffset(path.length === 0 ? document.contents : nodeAt(document, path), ofKey);
  if (key !== null) return key;
  for (let length = path.length; length > 0; length -= 1) {
    const node = nodeAt(document, path.slice(0, length));
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range[0] ?? 0;
}

function nodeAt(document: Document.Parsed, path: Path): unknown {
  return document.getIn([...path], true);
}

function keyOffset(map: unknown, name: string): number | null {
  if (!isMap(map)) return null;
  const keys = map.items.flatMap(({ key }) => (isScalar(key) && key.value === name ? [key] : []));
  return keys[0]?.range?.[0] ?? null;
}

function issueFault(issue: z.core.$ZodIssue, source: Source): ContentFault {
  const where = issue.path.length === 0 ? "" : `${issue.path.map(String).join(".")}: `;
  const key = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  return source.fault(issue.path, `${where}${issue.message}`, key);
}

function questionFaults(look: ShippedLook, source: Source, check: QuestionCheck): ContentFault[] {
  const found = check(look.question);
  return found === null ? [] : [source.fault(["question", ...found.path], found.message)];
}

function layoutFaults(dashboard: ShippedDashboard, source: Source, looks: readonly string[]): ContentFault[] {
  const faults: ContentFault[] = [];
  const ids = new Set<string>();
  dashboard.tiles.forEach((tile, index) => {
    const say = (key: string, message: string) => faults.push(source.fault(["tiles", index, key], message));
    if (ids.has(tile.id)) say("id", `Two tiles are called ${tile.id}`);
    ids.add(tile.id);
    if (!looks.includes(tile.look)) say("look", unknown("Look", tile.look, looks));
    if (tile.section !== null && !dashboard.sections.includes(tile.section)) {
      say("section", unknown("section", tile.section, dashboard.sections));
    }
    if (tile.x + tile.w > 12) say("w", "The tile is wider than the grid: x + w must be 12 or less");
    const other = dashboard.tiles.slice(0, index).find((earlier) => overlap(earlier, tile));
    if (other !== undefined) say("x", `The tile lies on the tile ${other.id}`);
  });
  const names = new Set<string>();
  dashboard.filters.forEach((filter, index) => {
    for (const name of [filter.name, ...filter.aliases].map((each) => each.toLowerCase())) {
      if (names.has(name)) faults.push(source.fault(["filters", index], `Two filters answer to the name ${name}`));
      names.add(name);
    }
  });
  return faults;
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return `No ${what} is called ${name}${near === null ? "" : `; did you mean ${near}?`}`;
}

type Box = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
