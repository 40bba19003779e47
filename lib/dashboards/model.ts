import type { DashboardFilter } from "#lib/dashboards/contract.ts";
import type { Vis } from "#lib/looks/contract.ts";
import { nearest } from "#lib/semantic/nearest.ts";
import type { Question } from "#lib/semantic/question.ts";
import { type RangeReading, readRange } from "#lib/semantic/range-text.ts";

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
  asked: Question,
  inForce: readonly FilterInForce[],
  allows: Allows,
): { readonly question: Question; readonly left: readonly DashboardFilter[] } {
  let question = asked;
  const left: DashboardFilter[] = [];
  for (const { filter, text } of inForce) {
    if (text === "") continue;
    if (filter.kind === "date") {
      if (question.time === null) left.push(filter);
      else question = { ...question, time: { ...question.time, range: text } };
    } else if (allows(question, filter.field)) {
      const others = question.filters.filter((each) => each.field !== filter.field);
      question = { ...question, filters: [...others, { field: filter.field, text }] };
    } else left.push(filter);
  }
  return { question, left };
}

/** What a date filter's text means in days and words, counted from the last complete day of data. */
export function readDates(text: string, dataClock: string): RangeReading {
  return readRange(text, dataClock);
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
export function placeFor(tiles: readonly Box[], { w, h }: { readonly w: number; readonly h: number }): Box {
  const top = tiles.reduce((lowest, tile) => Math.max(lowest, tile.y), 0);
  const below = tiles.reduce((end, tile) => Math.max(end, tile.y + tile.h), 0);
  const right = tiles.filter((tile) => tile.y + tile.h > top).reduce((end, tile) => Math.max(end, tile.x + tile.w), 0);
  return right + w <= 12 ? { x: right, y: top, w, h } : { x: 0, y: below, w, h };
}

/** The size a Look takes on a dashboard unless somebody says otherwise. */
export function sizeOf(vis: Vis): { readonly w: number; readonly h: number } {
  if (vis.type === "single_value") return { w: 3, h: 3 };
  if (vis.type === "table") return { w: 12, h: 9 };
  return { w: 6, h: 8 };
}

const choice = { default: "", kind: "string", suggest: true, prompt: null } as const;

/** The filters of every personal dashboard: the names that all standard dashboards use. */
export const PERSONAL_FILTERS: readonly DashboardFilter[] = [
  { ...choice, name: "Account name", field: "account.name", aliases: ["Name", "Customer Name", "Account", "Customer"] },
  { ...choice, name: "Hosting type", field: "instance.hosting", aliases: [] },
  { ...choice, name: "Telemetry status", field: "instance.tier", aliases: [] },
  {
    ...choice,
    name: "Account Executive",
    field: "account.account_executive",
    aliases: ["Account Exec", "AE"],
  },
  { ...choice, name: "Customer Engineer", field: "account.customer_engineer", aliases: ["CE"] },
  { ...choice, name: "Date", field: "instance_day.day", kind: "date", suggest: false, aliases: ["Time"] },
];
