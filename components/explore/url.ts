import { type Fault, salvageQuestion } from "#components/explore/salvage.ts";
import { VIS_TYPES, Vis } from "#lib/looks/contract.ts";
import type { Question } from "#lib/semantic/question.ts";
import { EMPTY_QUESTION } from "#lib/semantic/question.ts";
import { decodeJson, encodeQuestion } from "#lib/semantic/question-url.ts";

export const DATA_TABS = ["results", "sql"] as const;
export type DataTab = (typeof DATA_TABS)[number];

/** Everything an Explore shows, as its address says it. `vis` null = chosen from the answer. */
export type ExploreState = {
  readonly question: Question;
  readonly vis: Vis | null;
  readonly tab: DataTab;
  /** The Look this Explore was opened from. */
  readonly look: string | null;
};
export type ReadState = {
  readonly state: ExploreState;
  /** False when the address names a Look but no question of its own: the Look's then applies. */
  readonly asked: boolean;
  readonly faults: readonly Fault[];
};

/** Reads an address. What cannot be used becomes a fault; everything else is kept. */
export function readState(params: URLSearchParams): ReadState {
  const q = params.get("q");
  const { question, faults } = q === null ? { question: EMPTY_QUESTION, faults: [] } : salvageQuestion(decodeJson(q));
  const vis = readVis(params.get("vis"));
  const tab = DATA_TABS.find((known) => known === params.get("tab")) ?? "results";
  const state = { question, vis: vis.value, tab, look: params.get("look") };
  return { state, asked: q !== null, faults: [...faults, ...vis.faults] };
}

/** Writes an address; what is as usual is left out. */
export function writeState(state: ExploreState): string {
  const params = new URLSearchParams();
  if (encodeQuestion(state.question) !== encodeQuestion(EMPTY_QUESTION))
    params.set("q", encodeQuestion(state.question));
  if (state.vis !== null) params.set("vis", printVis(state.vis));
  if (state.look !== null) params.set("look", state.look);
  if (state.tab !== "results") params.set("tab", state.tab);
  const text = params.toString();
  return text === "" ? "/explore" : `/explore?${text}`;
}

/** The address of "Explore from here". */
export function exploreHref(question: Question, vis: Vis | null, look: string | null): string {
  return writeState({ question, vis, look, tab: "results" });
}

/** `line`, `bar,horizontal`, `line,target:0.3:Goal`. */
export function printVis(vis: Vis): string {
  const target = vis.target === null ? [] : [`target:${String(vis.target.value)}:${vis.target.label}`];
  return [vis.type, ...(vis.horizontal ? ["horizontal"] : []), ...target].join(",");
}

function readVis(text: string | null): { readonly value: Vis | null; readonly faults: readonly Fault[] } {
  if (text === null) return { value: null, faults: [] };
  const [type, ...options] = text.split(",");
  const goal = /(?:^|,)target:([^:]+):(.*)$/s.exec(options.join(","));
  const parsed = Vis.safeParse({
    type,
    horizontal: options[0] === "horizontal",
    target: goal === null ? null : { value: Number(goal[1]), label: goal[2] },
  });
  if (parsed.success) return { value: parsed.data, faults: [] };
  const message = `There is no visualization called ${text.slice(0, 40)}. Choose one of ${VIS_TYPES.join(", ")}.`;
  return { value: null, faults: [{ what: `Visualization ${text.slice(0, 40)}`, message, suggestion: null }] };
}
