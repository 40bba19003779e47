import type { z } from "zod";
import type { Actor, Grant } from "#lib/access/grant.ts";
import { operation, systemGrant } from "#lib/access/operation.ts";
import { oncePerRequest } from "#lib/access/request-scope.ts";
import {
  Annotation,
  CreateAnnotationIn,
  ListAnnotationsIn,
  ListAnnotationsOut,
  RemoveAnnotationIn,
  RemoveAnnotationOut,
  UpdateAnnotationIn,
} from "#lib/annotations/contract.ts";
import { type AnnotationTexts, type Touched, touches } from "#lib/annotations/model.ts";
import {
  type AnnotationRow,
  changeAnnotation,
  deleteAnnotation,
  insertAnnotation,
  readAnnotation,
  readAnnotations,
} from "#lib/annotations/store.ts";
import { AppError } from "#lib/errors.ts";
import { models } from "#lib/semantic/catalogue.ts";
import { nearest } from "#lib/semantic/nearest.ts";

/** All tiles of a dashboard read them once. */
const all = oncePerRequest(() =>
  readAnnotations(systemGrant("annotations of answers", "metrics.read"), { from: null, to: null }),
);

/** What a reader of an answer should know, in order of days. */
export async function annotationsFor(touched: Touched): Promise<AnnotationRow[]> {
  const rows = await all.get();
  return rows.filter((row) => touches(row, touched)).toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

export const listAnnotations = operation({
  summary: "What happened on some days and explains figures over them",
  permission: "metrics.read",
  input: ListAnnotationsIn,
  output: ListAnnotationsOut,
  run: async (grant, days) => {
    const rows = await readAnnotations(grant, days);
    return { items: rows.map((row) => shown(grant, row)), next: null };
  },
});

export const createAnnotation = operation({
  summary: "Note what happened on some days",
  permission: "dashboards.write",
  input: CreateAnnotationIn,
  output: Annotation,
  run: async (grant, texts) => {
    refuseSenseless(texts);
    const { userId, name } = personOf(grant);
    return shown(grant, await insertAnnotation(grant, { id: userId, name }, texts));
  },
});

export const updateAnnotation = operation({
  summary: "Change an annotation of one's own",
  permission: "dashboards.write",
  input: UpdateAnnotationIn,
  output: Annotation,
  run: async (grant, { id, ifMatch, ...texts }) => {
    refuseSenseless(texts);
    const seen = await mustEdit(grant, id, ifMatch);
    return shown(grant, await changeAnnotation(grant, { id, seen }, texts));
  },
});

export const removeAnnotation = operation({
  summary: "Remove an annotation of one's own",
  permission: "dashboards.write",
  input: RemoveAnnotationIn,
  output: RemoveAnnotationOut,
  run: async (grant, { id, ifMatch }) => {
    const seen = await mustEdit(grant, id, ifMatch);
    await deleteAnnotation(grant, { id, seen });
    return { id };
  },
});

function shown(grant: Grant, { authorId, createdAt, version, ...row }: AnnotationRow): z.input<typeof Annotation> {
  const edit = mayEdit(grant.actor, authorId);
  return { ...row, createdAt: createdAt.toISOString(), version: String(version), abilities: { edit } };
}

/** Authors their own; who answers for definitions, and Admins, every one. */
function mayEdit(actor: Actor | null, authorId: string | null): boolean {
  if (actor?.permissions.has("dashboards.write") !== true) return false;
  return actor.userId === authorId || actor.role === "admin" || actor.permissions.has("dashboards.certify");
}

async function mustEdit(grant: Grant, id: string, ifMatch: string | null): Promise<string> {
  const row = await readAnnotation(grant, id);
  if (row === null) throw new AppError("not_found", "There is no such annotation. It may have been removed.");
  if (!mayEdit(grant.actor, row.authorId))
    throw new AppError("forbidden", `This annotation belongs to ${row.author}. Ask them to change it, or an Admin.`);
  if (ifMatch === null)
    throw new AppError("precondition_required", "Say in If-Match which version of the annotation you saw.");
  return ifMatch;
}

function personOf(grant: Grant): Actor {
  if (grant.actor === null) throw new AppError("forbidden", "Only a person can write an annotation.");
  return grant.actor;
}

/** Days in order, and names that the catalogue knows. */
function refuseSenseless({ from, to, metric, source }: AnnotationTexts): void {
  if (to <= from)
    throw new AppError("invalid_input", "The last day lies before the first. `to` is the day after the last.", {
      path: "to",
    });
  const { metrics, sources } = models();
  refuseUnknown("metric", metric, [...metrics.keys()]);
  refuseUnknown("source", source, [...sources.keys()]);
}

function refuseUnknown(path: "metric" | "source", id: string | null, known: readonly string[]): void {
  if (id === null || known.includes(id)) return;
  const meant = nearest(id, known);
  const hint = meant === null ? "." : `, did you mean "${meant}"?`;
  throw new AppError("invalid_input", `There is no ${path} "${id}"${hint}`, { path, suggestion: meant });
}
