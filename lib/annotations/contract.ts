import { z } from "zod";

const Text = z.string().trim().min(1, "Say what happened").max(500);
const Metric = z.string().max(120).nullable();
const Source = z.string().max(120).nullable();

/** Something that happened on some days and that a reader of figures over them should know. */
export const Annotation = z.object({
  id: z.string(),
  /** Half-open UTC days. */
  from: z.iso.date(),
  to: z.iso.date(),
  text: z.string(),
  /** What it is about; null for every metric, or every source. */
  metric: Metric,
  source: Source,
  author: z.string(),
  createdAt: z.iso.datetime(),
  version: z.string(),
  abilities: z.object({ edit: z.boolean() }),
});
export type Annotation = z.infer<typeof Annotation>;

/** `GET /api/v1/annotations?from=&to=`: those that touch the days; without days the newest. */
export const ListAnnotationsIn = z.strictObject({
  from: z.iso.date().nullable().default(null),
  to: z.iso.date().nullable().default(null),
});
export const ListAnnotationsOut = z.object({ items: z.array(Annotation), next: z.null() });

export const CreateAnnotationIn = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  text: Text,
  metric: Metric.default(null),
  source: Source.default(null),
});

/** `PATCH /api/v1/annotations/{id}` with `If-Match`. */
export const UpdateAnnotationIn = z.strictObject({
  id: z.string().max(40),
  from: z.iso.date(),
  to: z.iso.date(),
  text: Text,
  metric: Metric,
  source: Source,
  ifMatch: z.string().nullable(),
});

/** `DELETE /api/v1/annotations/{id}` with `If-Match`. */
export const RemoveAnnotationIn = z.strictObject({ id: z.string().max(40), ifMatch: z.string().nullable() });
export const RemoveAnnotationOut = z.object({ id: z.string() });
