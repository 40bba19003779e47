import type { DashboardFilter } from "#lib/dashboards/contract.ts";
import type { Vis } from "#lib/looks/contract.ts";
import type { Question } from "#lib/semantic/question.ts";

/** A filter of a dashboard with the text in force. */
export type FilterInForce = { readonly filter: DashboardFilter; readonly text: string };

export type ResolvedFilters = {
  readonly inForce: readonly FilterInForce[];
  /** Names with a text that this dashboard does not know. */
  readonly unknown: readonly { readonly name: string; readonly suggestion: string | null }[];
};

/** Filter texts by name, as a link carries them → what is in force. Names match without case, and by alias. */
export function resolveFilters(
  filters: readonly DashboardFilter[],
  given: Readonly<Record<string, string>>,
): ResolvedFilters {
  const texts = new Map<string, string>();
  const unknown: { name: string; suggestion: string | null }[] = [];
  const names = filters.map((filter) => filter.name);
  for (const [name, text] of Object.entries(given)) {
    const filter = filterCalled(filters, name);
    if (filter !== null) texts.set(filter.name, text.trim());
    else if (text.trim() !== "") unknown.push({ name, suggestion: nearest(name, names) });
  }
  return { inForce: filters.map((filter) => ({ filter, text: texts.get(filter.name) ?? filter.default })), unknown };
}

export function filterCalled(filters: readonly DashboardFilter[], name: string): DashboardFilter | null {
  const wanted = plain(name);
  return filters.find((each) => [each.name, ...each.aliases].some((known) => plain(known) === wanted)) ?? null;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/** Whether a dimension can stand beside all metrics of a question. */
export type Allows = (question: Question, field: string) => boolean;

/** The tile's question under the dashboard's filters, and the filters that cannot apply to it. */
export function underFilters(
  tile: { readonly question: Question; readonly vis: Vis },
  inForce: readonly FilterInForce[],
  allows: Allows,
): { readonly question: Question; readonly left: readonly DashboardFilter[] } {
  let question = tile.question;
  const left: DashboardFilter[] = [];
  for (const { filter, text } of inForce) {
    if (text === "") continue;
    if (filter.kind === "date") {
      if (question.time === null || tile.vis.type === "single_value") left.push(filter);
      else question = { ...question, time: { ...question.time, range: text } };
    } else if (allows(question, filter.field)) {
      const others = question.filters.filter((each) => each.field !== filter.field);
      question = { ...question, filters: [...others, { field: filter.field, text }] };
    } else left.push(filter);
  }
  return { question, left };
}

/** What a tile says about filters that do not reach it. */
export function leftWords(left: readonly DashboardFilter[]): string | null {
  if (left.length === 0) return null;
  const names = left.map((filter) => filter.name);
  const last = names.at(-1) ?? "";
  return `Not filtered by ${names.length === 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`}.`;
}

type Box = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };

/** Where a new tile goes: beside the tiles of the last row if it fits there, else below everything. */
export function placeFor(tiles: readonly Box[], size: { readonly w: number; readonly h: number }): Box {
  const top = tiles.reduce((lowest, tile) => Math.max(lowest, tile.y), 0);
  const below = tiles.reduce((end, tile) => Math.max(end, tile.y + tile.h), 0);
  const right = tiles.filter((tile) => tile.y + tile.h > top).reduce((end, tile) => Math.max(end, tile.x + tile.w), 0);
  return right + size.w <= 12 ? { ...size, x: right, y: top } : { ...size, x: 0, y: below };
}

/** The size a Look takes on a dashboard unless somebody says otherwise. */
export function sizeOf(vis: Vis): { readonly w: number; readonly h: number } {
  if (vis.type === "single_value") return { w: 3, h: 3 };
  if (vis.type === "table") return { w: 12, h: 9 };
  return { w: 6, h: 8 };
}

/** The known name that a mistyped one most likely means; null when none is close. */
export function nearest(name: string, known: readonly string[]): string | null {
  const wanted = plain(name);
  const ranked = known
    .map((each) => ({ each, far: distance(wanted, plain(each)) }))
    .toSorted((a, b) => a.far - b.far || a.each.localeCompare(b.each));
  const [best] = ranked;
  if (best === undefined) return null;
  const contained = known.find((each) => wanted.length > 3 && plain(each).includes(wanted));
  return best.far <= Math.max(2, Math.floor(wanted.length / 3)) ? best.each : (contained ?? null);
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
