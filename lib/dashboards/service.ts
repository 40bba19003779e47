import type { z } from "zod";
import type { Actor, Grant } from "#lib/access/grant.ts";
import { operation } from "#lib/access/operation.ts";
import type { ShippedDashboard } from "#lib/content/model.ts";
import { shippedContent } from "#lib/content/store.ts";
import { checkQuestion } from "#lib/content/store-check.ts";
import {
  AddTileIn,
  CreateDashboardIn,
  Dashboard,
  type DashboardSummary,
  GetDashboardIn,
  ListDashboardsIn,
  ListDashboardsOut,
  RemoveTileIn,
} from "#lib/dashboards/contract.ts";
import { PERSONAL_FILTERS, sizeOf } from "#lib/dashboards/model.ts";
import {
  type DashboardRow,
  deleteTile,
  insertDashboard,
  insertTile,
  readDashboard,
  readDashboards,
  type TileRow,
} from "#lib/dashboards/store.ts";
import { AppError } from "#lib/errors.ts";
import { looksById } from "#lib/looks/service.ts";

export const listDashboards = operation({
  summary: "Dashboards: those shipped first, then those made here that you may open",
  permission: "dashboards.read",
  input: ListDashboardsIn,
  output: ListDashboardsOut,
  async run(grant, { q }) {
    const wanted = q.trim().toLowerCase();
    const shipped = shippedContent(grant, checkQuestion).dashboards.filter((dashboard) =>
      [dashboard.title, dashboard.description, dashboard.owner].some((text) => text.toLowerCase().includes(wanted)),
    );
    const made = await readDashboards(grant, q.trim());
    return { items: [...shipped.map(summaryOfShipped), ...made.map(summaryOfRow)], next: null };
  },
});

export const getDashboard = operation({
  summary: "A dashboard: its filters, its tiles and where they stand",
  permission: "dashboards.read",
  input: GetDashboardIn,
  output: Dashboard,
  run: (grant, { slug }) => oneDashboard(grant, slug),
});

export const createDashboard = operation({
  summary: "Make a personal dashboard",
  permission: "dashboards.personal",
  input: CreateDashboardIn,
  output: Dashboard,
  async run(grant, { title, description }) {
    const ownerId = personOf(grant).userId;
    const made = { ownerId, title, description: description.trim(), filters: PERSONAL_FILTERS };
    return oneDashboard(grant, await insertDashboard(grant, made));
  },
});

export const addTile = operation({
  summary: "Put a Look on a dashboard of your own",
  permission: "dashboards.personal",
  input: AddTileIn,
  output: Dashboard,
  async run(grant, { slug, lookId, ifMatch }) {
    const seen = await mustEdit(grant, slug, ifMatch);
    const look = (await looksById(grant, [lookId])).get(lookId);
    if (look === undefined) {
      throw new AppError("not_found", "There is no such Look. It may have been removed.", { path: "lookId" });
    }
    await insertTile(grant, { slug, seen, look: { id: look.id, title: look.title, ...sizeOf(look.vis) } });
    return oneDashboard(grant, slug);
  },
});

export const removeTile = operation({
  summary: "Take a tile off a dashboard of your own; the Look itself stays",
  permission: "dashboards.personal",
  input: RemoveTileIn,
  output: Dashboard,
  async run(grant, { slug, tileId, ifMatch }) {
    await deleteTile(grant, { slug, seen: await mustEdit(grant, slug, ifMatch), tileId });
    return oneDashboard(grant, slug);
  },
});

/** A dashboard the reader may open; what belongs to somebody else alone does not exist for others. */
export async function oneDashboard(grant: Grant, slug: string): Promise<Dashboard> {
  const shipped = shippedContent(grant, checkQuestion).dashboards.find((dashboard) => dashboard.slug === slug);
  if (shipped !== undefined) {
    const tiles = shipped.tiles.map(({ look, ...tile }) => ({ ...tile, lookId: look }));
    const { sections, filters, version } = shipped;
    return whole(grant, { ...summaryOfShipped(shipped), sections, filters, version, mayEdit: false }, tiles);
  }
  const row = await readDashboard(grant, slug);
  if (row === null) throw new AppError("not_found", "There is no such dashboard, or it belongs to somebody else.");
  const { sections, filters, version } = row;
  const mayEdit = row.owner.id === grant.actor?.userId;
  return whole(grant, { ...summaryOfRow(row), sections, filters, version: String(version), mayEdit }, row.tiles);
}

type Head = z.input<typeof DashboardSummary> & {
  readonly sections: readonly string[];
  readonly filters: Dashboard["filters"] | readonly Dashboard["filters"][number][];
  readonly version: string;
  readonly mayEdit: boolean;
};

async function whole(grant: Grant, head: Head, rows: readonly TileRow[]): Promise<Dashboard> {
  const { mayEdit, sections, filters, ...rest } = head;
  const looks = await looksById(
    grant,
    rows.map((row) => row.lookId),
  );
  const tiles = rows.flatMap(({ lookId, ...place }) => {
    const look = looks.get(lookId);
    return look === undefined ? [] : [{ ...place, look }];
  });
  const explore = grant.actor?.permissions.has("explore.run") ?? false;
  return { ...rest, sections: [...sections], filters: [...filters], tiles, abilities: { edit: mayEdit, explore } };
}

function summaryOfShipped(dashboard: ShippedDashboard): z.input<typeof DashboardSummary> {
  const { slug, title, description, owner, certified, tiles } = dashboard;
  const shipped = { shipped: true, personal: false, updatedAt: null };
  return { slug, title, description, owner, certified, tiles: tiles.length, ...shipped };
}

function summaryOfRow(row: DashboardRow): z.input<typeof DashboardSummary> {
  const { slug, title, description, owner, personal, tiles, updatedAt } = row;
  const made = { certified: null, shipped: false, personal, updatedAt: updatedAt.toISOString() };
  return { slug, title, description, owner: owner.name, tiles: tiles.length, ...made };
}

/** Dashboards are people's; a job has none. */
function personOf(grant: Grant): Actor {
  if (grant.actor === null) throw new AppError("forbidden", "Only a person can own a dashboard.");
  return grant.actor;
}

/** The version the writer saw, once it is sure that the dashboard is theirs to change. */
async function mustEdit(grant: Grant, slug: string, ifMatch: string | null): Promise<string> {
  const dashboard = await oneDashboard(grant, slug);
  if (!dashboard.abilities.edit) {
    const why = dashboard.shipped ? "comes with the portal and is read-only" : `belongs to ${dashboard.owner}`;
    throw new AppError("forbidden", `This dashboard ${why}. Put the Look on a dashboard of your own.`);
  }
  if (ifMatch === null) {
    throw new AppError("precondition_required", "Say in If-Match which version of the dashboard you saw.");
  }
  return ifMatch;
}
