import { z } from "zod";
import { DashboardFilter, Tile } from "#lib/dashboards/contract.ts";
import { Title, Vis } from "#lib/looks/contract.ts";
import { EMPTY_QUESTION, FieldId, Question } from "#lib/semantic/question.ts";

/** A content file as read: the path as a person would name it, and its text. */
export type ContentFile = { readonly path: string; readonly text: string };

/** What is wrong in a content file, and where; lines and columns count from 1. */
export type ContentFault = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
};

const Description = z.string().trim().min(1, "Say what it shows").max(1000);
const Certified = z
  .strictObject({ by: z.string().min(1), on: z.iso.date() })
  .nullable()
  .default(null);
const Head = z.strictObject({ title: Title, description: Description, owner: z.string().min(1), certified: Certified });

const Short = Question.partial().extend({
  fields: z.array(FieldId).min(1, "Name at least one field"),
  totals: z.strictObject({ grand: z.boolean() }).default({ grand: false }),
});

/** A Look's text; keys of the question that are left out keep their empty value. */
export const LookText = Head.extend({ question: Short, vis: Vis });

export const DashboardText = Head.extend({
  sections: z.array(z.string().min(1)).default([]),
  filters: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        field: FieldId,
        aliases: z.array(z.string().min(1)).default([]),
        default: z.string().default(""),
        kind: DashboardFilter.shape.kind.default("string"),
        suggest: z.boolean().default(true),
        prompt: z.string().nullable().default(null),
      }),
    )
    .default([]),
  tiles: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9-]*$/, "A tile id is lower-case words with hyphens"),
        look: z.string(),
        section: z.string().nullable().default(null),
        x: Tile.shape.x,
        y: Tile.shape.y,
        w: Tile.shape.w,
        h: Tile.shape.h,
      }),
    )
    .min(1, "A dashboard needs a tile")
    .max(25, "More than 25 tiles: split the dashboard"),
});

type Shipped = {
  readonly slug: string;
  /** Hash of the text: changes when the file does. */
  readonly version: string;
};
export type ShippedLook = Shipped & Omit<z.infer<typeof LookText>, "question"> & { readonly question: Question };
export type ShippedDashboard = Shipped & z.infer<typeof DashboardText>;
export type Content = { readonly looks: readonly ShippedLook[]; readonly dashboards: readonly ShippedDashboard[] };

export const SLUG = /^[a-z][a-z0-9-]{1,60}$/;

/** Completes the short question of a content file. */
export function wholeQuestion(short: z.infer<typeof Short>): Question {
  const { fields, totals, ...rest } = short;
  return Question.parse({
    ...EMPTY_QUESTION,
    ...rest,
    fields: fields.map((id) => ({ id })),
    totals: { ...EMPTY_QUESTION.totals, ...totals },
  });
}

/** `file:line:column message`, as the start prints it. */
export function faultLine(fault: ContentFault): string {
  return `${fault.file}:${fault.line}:${fault.column} ${fault.message}`;
}
