import type { z } from "zod";
import type { Grant } from "#lib/access/grant.ts";
import { operation } from "#lib/access/operation.ts";
import { requestSignal } from "#lib/access/request-scope.ts";
import { type Dashboard, DashboardDataIn, DashboardDataOut, type Tile } from "#lib/dashboards/contract.ts";
import { type Allows, type FilterInForce, leftWords, underFilters } from "#lib/dashboards/model.ts";
import { oneDashboard } from "#lib/dashboards/service.ts";
import { readGiven, valuesNotFound } from "#lib/dashboards/service-filters.ts";
import { AppError } from "#lib/errors.ts";
import { answerQuestion } from "#lib/explore/service.ts";
import { log } from "#lib/log.ts";
import { models } from "#lib/semantic/catalogue.ts";

type Data = z.input<typeof DashboardDataOut>;
type TileData = Data["tiles"][number];
type Notice = Data["notices"][number];

/** Tiles asked of the warehouse at a time, so that one dashboard leaves room for others. */
const AT_ONCE = 4;

export const dashboardData = operation({
  summary: "The figures of a dashboard's tiles under the given filters",
  permission: "dashboards.read",
  input: DashboardDataIn,
  output: DashboardDataOut,
  async run(grant, { slug, filters, like_for_like: held, tiles }) {
    const dashboard = await oneDashboard(grant, slug);
    const { inForce, notices } = readGiven(dashboard, filters);
    const wanted = dashboard.tiles.filter((tile) => tiles === null || tiles.includes(tile.id));
    const asked = await inTurns(wanted, (tile) => tileData(grant, held ? heldTile(tile) : tile, inForce));
    refuseWhole(asked);
    const said = [...notices, ...missingTiles(tiles, dashboard), ...(await emptyHanded(grant, asked, inForce))];
    return { tiles: asked.map(({ data }) => data), notices: said };
  },
});

function missingTiles(asked: readonly string[] | null, dashboard: Dashboard): Notice[] {
  const unknown = (asked ?? []).filter((id) => !dashboard.tiles.some((tile) => tile.id === id));
  return unknown.map((id) => ({ filter: "", message: `There is no tile ${id} on this dashboard.`, suggestion: null }));
}

/** Where no tile found anybody, a filter may ask for a value that does not exist: then that is said. */
async function emptyHanded(
  grant: Grant,
  asked: readonly Asked[],
  inForce: readonly FilterInForce[],
): Promise<readonly Notice[]> {
  const answers = asked.flatMap(({ data }) => data.answer ?? []);
  if (answers.length === 0 || answers.some(({ coverage }) => coverage.eligible > 0)) return [];
  return valuesNotFound(grant, inForce);
}

/** The tile as if its Look asked like for like. */
function heldTile(tile: Tile): Tile {
  const { look } = tile;
  return { ...tile, look: { ...look, question: { ...look.question, like_for_like: true } } };
}

type Asked = { readonly data: TileData; readonly failure: unknown };

/** One tile's failure is that tile's error; the others stand. */
async function tileData(grant: Grant, tile: Tile, inForce: readonly FilterInForce[]): Promise<Asked> {
  const { question, left } = underFilters(tile.look.question, inForce, allows);
  const head = { id: tile.id, vis: tile.look.vis, question };
  try {
    const answer = await answerQuestion(grant, question, "dashboard");
    const words = leftWords(left);
    const notices = words === null ? answer.notices : [...answer.notices, words];
    return { data: { ...head, answer: { ...answer, notices }, error: null }, failure: null };
  } catch (error) {
    requestSignal()?.throwIfAborted();
    return { data: { ...head, answer: null, error: tileError(error) }, failure: error };
  }
}

const allows: Allows = (question, field) =>
  question.fields.every(({ id }) => models().metrics.get(id)?.dimensions.includes(field) ?? true);

function tileError(error: unknown): NonNullable<TileData["error"]> {
  if (error instanceof AppError) {
    const { code, message, place } = error;
    return { code, message, path: place.path, suggestion: place.suggestion };
  }
  log.error({ err: error }, "a tile failed");
  const message = "Something went wrong on our side with this tile. Try again in a moment.";
  return { code: "internal", message, path: null, suggestion: null };
}

/** When every tile fails for one and the same outage, it is the outage that must be said, once. */
function refuseWhole(asked: readonly Asked[]): void {
  const [first] = asked;
  if (!(first?.failure instanceof AppError)) return;
  const { code } = first.failure;
  const outage = code === "consent_unknown" || code === "warehouse_unavailable" || code === "registry_unavailable";
  if (outage && asked.every(({ data }) => data.error?.code === code)) throw first.failure;
}

/** Does the work for all items, a few at a time, and keeps their order. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Map<number, R>();
  const queue = [...items.entries()];
  async function worker(): Promise<void> {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, item] = next;
      results.set(index, await work(item));
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return items.flatMap((_, index) => {
    const result = results.get(index);
    return result === undefined ? [] : [result];
  });
}
