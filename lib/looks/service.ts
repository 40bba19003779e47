import type { z } from "zod";
import type { Actor, Grant } from "#lib/access/grant.ts";
import { operation } from "#lib/access/operation.ts";
import type { ShippedLook } from "#lib/content/model.ts";
import { shippedContent } from "#lib/content/store.ts";
import { checkQuestion, mustCompile } from "#lib/content/store-check.ts";
import { AppError } from "#lib/errors.ts";
import { answerQuestion } from "#lib/explore/service.ts";
import {
  CreateLookIn,
  GetLookIn,
  ListLooksIn,
  ListLooksOut,
  Look,
  type LookSummary,
  UpdateLookIn,
} from "#lib/looks/contract.ts";
import {
  changeLook,
  insertLook,
  type LookRow,
  type LookUse,
  readLooks,
  readLooksById,
  readUses,
} from "#lib/looks/store.ts";
import { Answer } from "#lib/semantic/answer.ts";
import { models } from "#lib/semantic/catalogue.ts";
import { withVersions } from "#lib/semantic/definition.ts";
import type { Question } from "#lib/semantic/question.ts";

export const listLooks = operation({
  summary: "Looks: those shipped first, then those made here",
  permission: "looks.read",
  input: ListLooksIn,
  output: ListLooksOut,
  async run(grant, { q }) {
    const wanted = q.trim().toLowerCase();
    const shipped = shippedContent(grant, checkQuestion)
      .looks.filter((look) =>
        [look.title, look.description, look.owner].some((text) => text.toLowerCase().includes(wanted)),
      )
      .toSorted((a, b) => a.title.localeCompare(b.title));
    const made = await readLooks(grant, q.trim());
    return { items: [...shipped.map(summaryOfShipped), ...made.map(summaryOfRow)], next: null };
  },
});

export const getLook = operation({
  summary: "A Look: its question, how it is drawn, and where it stands",
  permission: "looks.read",
  input: GetLookIn,
  output: Look,
  run: (grant, { id }) => oneLook(grant, id),
});

export const createLook = operation({
  summary: "Save a question as a Look",
  permission: "looks.write",
  input: CreateLookIn,
  output: Look,
  async run(grant, texts) {
    refuseSenseless(grant, texts.question);
    const kept = { ...texts, question: withVersions(models(), texts.question) };
    return oneLook(grant, await insertLook(grant, personOf(grant).userId, kept));
  },
});

export const updateLook = operation({
  summary: "Change a Look, wherever it stands",
  permission: "looks.write",
  input: UpdateLookIn,
  output: Look,
  async run(grant, { id, ifMatch, ...texts }) {
    const look = await oneLook(grant, id);
    if (look.shipped) {
      throw new AppError(
        "forbidden",
        "This Look comes with the portal and is read-only. Save a copy of it to change it.",
      );
    }
    if (!look.abilities.edit) {
      throw new AppError("forbidden", `This Look belongs to ${look.owner}. Ask them, or save a copy to change.`);
    }
    if (ifMatch === null) {
      throw new AppError("precondition_required", "Say in If-Match which version of the Look you saw.");
    }
    refuseSenseless(grant, texts.question);
    const kept = { ...texts, question: withVersions(models(), texts.question) };
    await changeLook(grant, { id, seen: ifMatch, changedBy: personOf(grant).userId, texts: kept });
    return oneLook(grant, id);
  },
});

export const lookData = operation({
  summary: "The figures of a Look",
  permission: "looks.read",
  input: GetLookIn,
  output: Answer,
  run: async (grant, { id }) => answerQuestion(grant, (await oneLook(grant, id)).question, "look"),
});

/** The Looks of these ids that exist, by id: for dashboards. */
export async function looksById(grant: Grant, ids: readonly string[]): Promise<ReadonlyMap<string, Look>> {
  const wanted = new Set(ids);
  const content = shippedContent(grant, checkQuestion);
  const shipped = content.looks.filter((look) => wanted.has(look.slug));
  const [rows, uses] = await Promise.all([readLooksById(grant, [...wanted]), readUses(grant, [...wanted])]);
  const standing = (id: string) => {
    const made = uses.filter((use) => use.lookId === id);
    const text = content.dashboards.filter((dashboard) => dashboard.tiles.some((tile) => tile.look === id));
    return usage(text, made);
  };
  const looks: Look[] = [
    ...shipped.map((look) => ({
      ...summaryOfShipped(look),
      question: look.question,
      vis: look.vis,
      version: look.version,
      ...standing(look.slug),
      abilities: { edit: false, explore: mayExplore(grant.actor) },
    })),
    ...rows.map((row) => ({
      ...summaryOfRow(row),
      question: row.question,
      vis: row.vis,
      version: String(row.version),
      ...standing(row.id),
      abilities: { edit: mayEdit(grant.actor, row.owner.id), explore: mayExplore(grant.actor) },
    })),
  ];
  return new Map(looks.map((look) => [look.id, look]));
}

async function oneLook(grant: Grant, id: string): Promise<Look> {
  const look = (await looksById(grant, [id])).get(id);
  if (look === undefined) throw new AppError("not_found", "There is no such Look. It may have been removed.");
  return look;
}

type Summary = z.input<typeof LookSummary>;

function summaryOfShipped({ slug, title, description, owner, certified }: ShippedLook): Summary {
  return { id: slug, title, description, owner, certified, shipped: true, updatedAt: null };
}

function summaryOfRow({ id, title, description, owner, updatedAt }: LookRow): Summary {
  return {
    id,
    title,
    description,
    owner: owner.name,
    certified: null,
    shipped: false,
    updatedAt: updatedAt.toISOString(),
  };
}

type Place = { readonly slug: string; readonly title: string };

function usage(shipped: readonly Place[], made: readonly LookUse[]): Pick<Look, "usedIn" | "alsoUsedIn"> {
  const seen = [...shipped, ...made.filter((use) => use.mine)];
  return {
    usedIn: seen.map(({ slug, title }) => ({ slug, title })),
    alsoUsedIn: made.filter((use) => !use.mine).length,
  };
}

function mayEdit(actor: Actor | null, ownerId: string): boolean {
  if (actor?.permissions.has("looks.write") !== true) return false;
  return actor.userId === ownerId || actor.role === "admin";
}

function mayExplore(actor: Actor | null): boolean {
  return actor?.permissions.has("explore.run") ?? false;
}

/** Looks and dashboards are people's; a job has none. */
function personOf(grant: Grant): Actor {
  if (grant.actor === null) throw new AppError("forbidden", "Only a person can own a Look.");
  return grant.actor;
}

/** A Look is saved only if its owner could run it. */
function refuseSenseless(grant: Grant, question: Question): void {
  try {
    mustCompile(question, personOf(grant).permissions);
  } catch (error) {
    if (!(error instanceof AppError) || error.place.path === null) throw error;
    const { code, message, place, details } = error;
    throw new AppError(code, message, { ...place, path: `question.${place.path}` }, details);
  }
}
