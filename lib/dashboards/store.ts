import { z } from "zod";
import type { Actor, Grant } from "#lib/access/grant.ts";
import { writeAudit } from "#lib/audit/store.ts";
import { DashboardFilter } from "#lib/dashboards/contract.ts";
import { placeFor } from "#lib/dashboards/model.ts";
import { db, type Tx, transaction } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";

export type TileRow = {
  readonly id: string;
  readonly lookId: string;
  readonly section: string | null;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
};

/** A dashboard made in the portal, as it is kept. */
export type DashboardRow = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly owner: { readonly id: string; readonly name: string };
  readonly personal: boolean;
  readonly sections: readonly string[];
  readonly filters: readonly DashboardFilter[];
  readonly version: number;
  readonly updatedAt: Date;
  readonly tiles: readonly TileRow[];
};

const COLUMNS = {
  id: true,
  slug: true,
  title: true,
  description: true,
  personal: true,
  sections: true,
  filters: true,
  version: true,
  updatedAt: true,
  owner: { select: { id: true, name: true } },
  tiles: {
    select: { id: true, lookId: true, section: true, x: true, y: true, w: true, h: true },
    orderBy: [{ y: "asc" }, { x: "asc" }, { id: "asc" }],
  },
} satisfies Prisma.DashboardSelect;

type Stored = Omit<DashboardRow, "sections" | "filters"> & { readonly sections: unknown; readonly filters: unknown };

function toRow(stored: Stored): DashboardRow {
  return {
    ...stored,
    sections: z.array(z.string()).parse(stored.sections),
    filters: z.array(DashboardFilter).parse(stored.filters),
  };
}

/** A personal dashboard does not exist for anybody but its owner. */
function openTo(actor: Actor | null) {
  return { deletedAt: null, OR: [{ personal: false }, { ownerId: actor?.userId ?? "" }] };
}

/** Dashboards made in the portal that the reader may open, by title. */
export async function readDashboards(grant: Grant, q: string): Promise<DashboardRow[]> {
  const found = { contains: q, mode: "insensitive" } as const;
  const rows = await db().dashboard.findMany({
    where: {
      AND: [openTo(grant.actor), q === "" ? {} : { OR: [{ title: found }, { description: found }] }],
    },
    orderBy: [{ title: "asc" }, { id: "asc" }],
    select: COLUMNS,
  });
  return rows.map(toRow);
}

export async function readDashboard(grant: Grant, slug: string): Promise<DashboardRow | null> {
  const row = await db().dashboard.findFirst({ where: { AND: [openTo(grant.actor), { slug }] }, select: COLUMNS });
  return row === null ? null : toRow(row);
}

type NewDashboard = {
  readonly ownerId: string;
  readonly title: string;
  readonly description: string;
  readonly filters: readonly DashboardFilter[];
};

/** Makes a personal dashboard without tiles; returns its slug. */
export async function insertDashboard(grant: Grant<"dashboards.personal">, made: NewDashboard): Promise<string> {
  const { ownerId, title, description } = made;
  const id = newId("dash");
  const slug = slugFor(title, id);
  await transaction(async (tx) => {
    await tx.dashboard.create({
      data: { id, slug, title, description, ownerId, personal: true, sections: [], filters: [...made.filters] },
      select: { id: true },
    });
    await writeAudit(tx, grant, {
      action: "dashboard.create",
      target: { type: "dashboard", id, label: title },
      reason: null,
      before: null,
      after: { title, description, personal: true },
    });
  });
  return slug;
}

/** Words of the title and the end of the id, which keeps two of a title apart. */
function slugFor(title: string, id: string): string {
  const words = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 50);
  return [words, id.slice(-6)].filter((part) => part !== "").join("-");
}

type Seen = { readonly slug: string; readonly seen: string };
type Added = Seen & {
  readonly look: { readonly id: string; readonly title: string; readonly w: number; readonly h: number };
};

/** Puts a Look on a dashboard of the version last seen. */
export async function insertTile(grant: Grant<"dashboards.personal">, { slug, seen, look }: Added): Promise<void> {
  await transaction(async (tx) => {
    const row = await lockDashboard(tx, grant, slug, seen);
    const place = placeFor(row.tiles, look);
    await tx.tile.create({ data: { id: newId("tile"), dashboardId: row.id, lookId: look.id, ...place } });
    await bump(tx, row);
    await writeAudit(tx, grant, {
      action: "dashboard.add_tile",
      target: { type: "dashboard", id: row.id, label: row.title },
      reason: null,
      before: null,
      after: { look: look.id, title: look.title },
    });
  });
}

/** Takes a tile off a dashboard of the version last seen; the Look itself stays. */
export async function deleteTile(
  grant: Grant<"dashboards.personal">,
  { slug, seen, tileId }: Seen & { readonly tileId: string },
): Promise<void> {
  await transaction(async (tx) => {
    const row = await lockDashboard(tx, grant, slug, seen);
    const tile = row.tiles.find((each) => each.id === tileId);
    if (tile === undefined) throw new AppError("not_found", "This tile is not on the dashboard any more.");
    await tx.tile.delete({ where: { id: tile.id }, select: { id: true } });
    await bump(tx, row);
    await writeAudit(tx, grant, {
      action: "dashboard.remove_tile",
      target: { type: "dashboard", id: row.id, label: row.title },
      reason: null,
      before: { look: tile.lookId },
      after: null,
    });
  });
}

async function lockDashboard(tx: Tx, grant: Grant, slug: string, seen: string): Promise<DashboardRow> {
  await tx.$queryRaw<unknown[]>`SELECT id FROM dashboard WHERE slug = ${slug} FOR UPDATE`;
  const stored = await tx.dashboard.findFirst({ where: { AND: [openTo(grant.actor), { slug }] }, select: COLUMNS });
  if (stored === null) throw new AppError("not_found", "This dashboard does not exist any more.");
  if (String(stored.version) !== seen) {
    throw new AppError(
      "stale_version",
      "This dashboard was changed after you opened it. Reload it and make your change again.",
      {},
      { yours: seen, current: String(stored.version) },
    );
  }
  return toRow(stored);
}

async function bump(tx: Tx, { id, version }: DashboardRow): Promise<void> {
  await tx.dashboard.update({ where: { id }, data: { version: version + 1 }, select: { id: true } });
}
