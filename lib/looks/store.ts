import { z } from "zod";
import type { Grant } from "#lib/access/grant.ts";
import type { Json } from "#lib/audit/model.ts";
import { writeAudit } from "#lib/audit/store.ts";
import { db, transaction } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { Vis } from "#lib/looks/contract.ts";
import { Question } from "#lib/semantic/question.ts";

/** A Look made in the portal, as it is kept. */
export type LookRow = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly owner: { readonly id: string; readonly name: string };
  readonly question: Question;
  readonly vis: Vis;
  readonly version: number;
  readonly updatedAt: Date;
};

export type LookTexts = {
  readonly title: string;
  readonly description: string;
  readonly question: Question;
  readonly vis: Vis;
};

const COLUMNS = {
  id: true,
  title: true,
  description: true,
  question: true,
  vis: true,
  version: true,
  updatedAt: true,
  owner: { select: { id: true, name: true } },
} as const;

type Stored = Omit<LookRow, "question" | "vis"> & { readonly question: unknown; readonly vis: unknown };

function toRow(stored: Stored): LookRow {
  return { ...stored, question: Question.parse(stored.question), vis: Vis.parse(stored.vis) };
}

/** Looks made in the portal, by title. */
export async function readLooks(_grant: Grant, q: string): Promise<LookRow[]> {
  const found = { contains: q, mode: "insensitive" } as const;
  const rows = await db().look.findMany({
    where: {
      deletedAt: null,
      ...(q === "" ? {} : { OR: [{ title: found }, { description: found }, { owner: { name: found } }] }),
    },
    orderBy: [{ title: "asc" }, { id: "asc" }],
    select: COLUMNS,
  });
  return rows.map(toRow);
}

export async function readLooksById(_grant: Grant, ids: readonly string[]): Promise<LookRow[]> {
  if (ids.length === 0) return [];
  const rows = await db().look.findMany({ where: { id: { in: [...ids] }, deletedAt: null }, select: COLUMNS });
  return rows.map(toRow);
}

export type LookUse = {
  readonly lookId: string;
  readonly slug: string;
  readonly title: string;
  readonly mine: boolean;
};

/** The dashboards made in the portal on which Looks stand: shared ones, and everybody's personal ones. */
export async function readUses(grant: Grant, lookIds: readonly string[]): Promise<LookUse[]> {
  const rows = await db().tile.findMany({
    where: { lookId: { in: [...lookIds] }, dashboard: { deletedAt: null } },
    distinct: ["lookId", "dashboardId"],
    select: { lookId: true, dashboard: { select: { slug: true, title: true, personal: true, ownerId: true } } },
    orderBy: { dashboard: { title: "asc" } },
  });
  return rows.map(({ lookId, dashboard }) => ({
    lookId,
    slug: dashboard.slug,
    title: dashboard.title,
    mine: !dashboard.personal || dashboard.ownerId === grant.actor?.userId,
  }));
}

export async function insertLook(grant: Grant<"looks.write">, ownerId: string, texts: LookTexts): Promise<string> {
  const id = newId("look");
  await transaction(async (tx) => {
    await tx.look.create({ data: { id, ownerId, ...texts }, select: { id: true } });
    await tx.lookVersion.create({ data: { lookId: id, version: 1, changedBy: ownerId, ...texts } });
    await writeAudit(tx, grant, {
      action: "look.create",
      target: { type: "look", id, label: texts.title },
      reason: null,
      before: null,
      after: facts(texts),
    });
  });
  return id;
}

/** Changes a Look of the version last seen; the text before is kept as a version. */
export async function changeLook(
  grant: Grant<"looks.write">,
  change: { readonly id: string; readonly seen: string; readonly changedBy: string; readonly texts: LookTexts },
): Promise<void> {
  const { id, seen, changedBy, texts } = change;
  await transaction(async (tx) => {
    const [locked] = await tx.$queryRaw<unknown[]>`
      SELECT version FROM look WHERE id = ${id} AND deleted_at IS NULL FOR UPDATE`;
    if (locked === undefined) throw new AppError("not_found", "This Look does not exist any more.");
    const { version } = z.object({ version: z.int() }).parse(locked);
    if (String(version) !== seen) throw staleLook(seen, version);
    const before = toRow(await tx.look.findUniqueOrThrow({ where: { id }, select: COLUMNS }));
    const next = version + 1;
    await tx.look.update({ where: { id }, data: { ...texts, version: next }, select: { id: true } });
    await tx.lookVersion.create({ data: { lookId: id, version: next, changedBy, ...texts } });
    await writeAudit(tx, grant, {
      action: "look.update",
      target: { type: "look", id, label: texts.title },
      reason: null,
      before: facts(before),
      after: facts(texts),
    });
  });
}

function staleLook(yours: string, current: number): AppError {
  return new AppError(
    "stale_version",
    "Somebody changed this Look after you opened it. Open it again and make your change on the new version.",
    {},
    { yours, current: String(current) },
  );
}

function facts({ title, description, question, vis }: LookTexts): Record<string, Json> {
  return { title, description, question, vis };
}
