import { type Catalogue, metricsOf } from "#components/explore/catalogue.ts";
import { sameQuestion } from "#components/explore/run.ts";
import { dropUnknownFields, type Fault } from "#components/explore/salvage.ts";
import type { ExploreState, ReadState } from "#components/explore/url.ts";
import type { Look } from "#lib/looks/contract.ts";

/** What the page shows: the address, over the Look that it names, without what the model does not know. */
export type Settled = { readonly state: ExploreState; readonly faults: readonly Fault[]; readonly edited: boolean };

export function settle(read: ReadState, look: Look | null, catalogue: Catalogue): Settled {
  const base = !read.asked && look !== null ? look.question : read.state.question;
  const { question, faults } = dropUnknownFields(base, [...catalogue.values()]);
  const vis = read.state.vis ?? look?.vis ?? null;
  const edited = look !== null && !(sameQuestion(question, look.question) && sameVis(vis, look.vis));
  return { state: { ...read.state, question, vis }, faults: [...read.faults, ...faults], edited };
}

/** Without a metric there is nothing to run. */
export function isRunnable(state: ExploreState, catalogue: Catalogue): boolean {
  return metricsOf(state.question, catalogue).length > 0;
}

function sameVis(one: Look["vis"] | null, other: Look["vis"]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
