import type { Grant } from "#lib/access/grant.ts";
import type { AnnotationTexts } from "#lib/annotations/model.ts";
import type { Json } from "#lib/audit/model.ts";
import { writeAudit } from "#lib/audit/store.ts";
import type { Day } from "#lib/consent/model.ts";
import { db, type Tx, transaction } from "#lib/db/client.ts";
import { dateOf, dayOf } from "#lib/db/day.ts";
import type { Annotation as Row } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";

export type AnnotationRow = AnnotationTexts & {
  readonly id: string;
  readonly author: string;
  readonly authorId: string | null;
  readonly createdAt: Date;
  readonly version: number;
};

/** More than this are more than anybody reads on a chart. */
const MOST = 500;

function toRow({
  id,
  validFrom,
  validTo,
  text,
  metric,
  source,
  author,
  authorId,
  createdAt,
  version,
}: Row): AnnotationRow {
  const days = { from: dayOf(validFrom), to: dayOf(validTo) };
  return { id, ...days, text, metric, source, author, authorId, createdAt, version };
}

/** Those that touch the days, the newest first; without days all. */
export async function readAnnotations(
  _grant: Grant,
  { from, to }: { readonly from: Day | null; readonly to: Day | null },
): Promise<AnnotationRow[]> {
  const rows = await db().annotation.findMany({
    where: {
      ...(to === null ? {} : { validFrom: { lt: dateOf(to) } }),
      ...(from === null ? {} : { validTo: { gt: dateOf(from) } }),
    },
    orderBy: [{ validFrom: "desc" }, { id: "asc" }],
    take: MOST,
  });
  return rows.map(toRow);
}

export async function readAnnotation(_grant: Grant, id: string): Promise<AnnotationRow | null> {
  const row = await db().annotation.findUnique({ where: { id } });
  return row === null ? null : toRow(row);
}

type Author = { readonly id: string | null; readonly name: string };

export async function insertAnnotation(
  grant: Grant<"dashboards.write"> | Grant<"imports.run">,
  author: Author,
  texts: AnnotationTexts,
): Promise<AnnotationRow> {
  return transaction(async (tx) => {
    const id = newId("ann");
    const row = await tx.annotation.create({
      data: { id, author: author.name, authorId: author.id, ...columns(texts) },
    });
    await record(tx, grant, { action: "annotation.create", id, before: null, after: texts });
    return toRow(row);
  });
}

type Seen = { readonly id: string; readonly seen: string };

export async function changeAnnotation(
  grant: Grant<"dashboards.write">,
  { id, seen }: Seen,
  texts: AnnotationTexts,
): Promise<AnnotationRow> {
  return transaction(async (tx) => {
    const before = await lock(tx, { id, seen });
    const data = { ...columns(texts), version: before.version + 1 };
    const row = await tx.annotation.update({ where: { id }, data });
    await record(tx, grant, { action: "annotation.update", id, before, after: texts });
    return toRow(row);
  });
}

export async function deleteAnnotation(grant: Grant<"dashboards.write">, { id, seen }: Seen): Promise<void> {
  await transaction(async (tx) => {
    const before = await lock(tx, { id, seen });
    await tx.annotation.delete({ where: { id }, select: { id: true } });
    await record(tx, grant, { action: "annotation.delete", id, before, after: null });
  });
}

async function lock(tx: Tx, { id, seen }: Seen): Promise<AnnotationRow> {
  await tx.$queryRaw`SELECT 1 FROM annotation WHERE id = ${id} FOR UPDATE`;
  const row = await tx.annotation.findUnique({ where: { id } });
  if (row === null) throw new AppError("not_found", "This annotation does not exist any more.");
  if (String(row.version) === seen) return toRow(row);
  const sentence = "Somebody changed this annotation after you read it. Read it again and make your change on that.";
  throw new AppError("stale_version", sentence, {}, { yours: seen, current: String(row.version) });
}

function columns({ from, to, text, metric, source }: AnnotationTexts) {
  return { validFrom: dateOf(from), validTo: dateOf(to), text, metric, source };
}

type Change = {
  readonly action: string;
  readonly id: string;
  readonly before: AnnotationTexts | null;
  readonly after: AnnotationTexts | null;
};

async function record(tx: Tx, grant: Grant, { action, id, before, after }: Change): Promise<void> {
  const label = (after ?? before)?.text.slice(0, 80) ?? id;
  const target = { type: "annotation", id, label };
  await writeAudit(tx, grant, { action, target, reason: null, before: facts(before), after: facts(after) });
}

function facts(texts: AnnotationTexts | null): Record<string, Json> | null {
  if (texts === null) return null;
  const { from, to, text, metric, source } = texts;
  return { from, to, text, metric, source };
}
