import type { HostingType } from "#lib/consent/model.ts";
import type { Sends } from "#warehouse/generate/plan.ts";

/** The part that a customer plays in the sample: what it signed, and what it sends. */
export type Role = {
  /** Null: an invented name. */
  readonly name: string | null;
  /** Null: nothing recorded. */
  readonly term: 0 | 1 | 2 | 3 | null;
  readonly hosting: HostingType;
  readonly sends: Sends;
  readonly events: boolean;
  readonly crmValue: "yes" | "no" | null;
  readonly carveOut: boolean;
  readonly tags: readonly string[];
  /** Days before as-of. */
  readonly termEnded: number | null;
  readonly licenceEnded: number | null;
  readonly silentFor: number | null;
  /** Days since the agreement rose from critical pings to what it is now. */
  readonly widened: number | null;
  readonly optOut: { readonly level: 0 | 1 | 2; readonly daysAgo: number; readonly history: "hide" | "keep" } | null;
  readonly staging: boolean;
  /** Moved from self-hosted to managed so many days before as-of. */
  readonly movedToManaged: number | null;
  readonly users: number | null;
  readonly lag: number | null;
  /** True: the sample viewer is its Customer Engineer. */
  readonly mine: boolean;
};

const PLAIN: Role = {
  name: null,
  term: 2,
  hosting: "self_hosted",
  sends: "full",
  events: false,
  crmValue: null,
  carveOut: false,
  tags: [],
  termEnded: null,
  licenceEnded: null,
  silentFor: null,
  widened: null,
  optOut: null,
  staging: false,
  movedToManaged: null,
  users: null,
  lag: null,
  mine: false,
};

const USER_LEVEL = { ...PLAIN, term: 3, hosting: "managed", events: true, crmValue: "yes" } as const satisfies Role;
const CRITICAL = { ...PLAIN, term: 1, sends: "critical_switch" } as const satisfies Role;
const NONE = { ...PLAIN, term: 0, sends: "nothing" } as const satisfies Role;

/** `warehouse/stories.md` tells each of these. */
const STORIES: readonly Role[] = [
  { ...USER_LEVEL, name: "Birchwood Labs", users: 260, lag: 0, mine: true },
  { ...PLAIN, name: "Harborline Systems", staging: true, users: 620, lag: 2, mine: true },
  { ...CRITICAL, name: "Quarry Bank", users: 540, lag: 2, mine: true },
  {
    ...USER_LEVEL,
    name: "Meridian Health",
    optOut: { level: 1, daysAgo: 75, history: "hide" },
    users: 310,
    lag: 1,
    mine: true,
  },
  { ...USER_LEVEL, name: "Tern Airlines", carveOut: true, users: 340, lag: 1, mine: true },
];

const TRAPS: readonly Role[] = [
  { ...PLAIN, name: "Foxglove Energy", silentFor: 12, users: 280, lag: 4, mine: true },
  { ...PLAIN, name: "Cobalt Robotics", licenceEnded: 21, users: 190, lag: 3, mine: true },
  { ...NONE, name: "Ironvale Defence", tags: ["allow-air-gapped"], users: 450, mine: true },
  { ...USER_LEVEL, name: "Saltmarsh Media", crmValue: "no", users: 120, lag: 0 },
  { ...USER_LEVEL, name: "Graniteford Capital", hosting: "self_hosted", users: 150, lag: 1 },
  { ...USER_LEVEL, name: "Slateport Networks", tags: ["disable telemetry export"], events: false, users: 90, lag: 0 },
  { ...USER_LEVEL, name: "Copperleaf Travel", movedToManaged: 160, users: 180, lag: 1 },
  { ...USER_LEVEL, name: "Oakenshore Retail", movedToManaged: 95, users: 140, lag: 0 },
  { ...PLAIN, name: "Pinecrest Mutual", optOut: { level: 1, daysAgo: 120, history: "keep" }, users: 210, lag: 3 },
  { ...PLAIN, name: "Brackenfield Foods", optOut: { level: 1, daysAgo: 3, history: "hide" }, users: 160, lag: 2 },
  { ...PLAIN, name: "Wintergreen Software", widened: 4, users: 170, lag: 1 },
  { ...PLAIN, name: "Larkspur Hotels", termEnded: 60, users: 110, lag: 5 },
  { ...PLAIN, name: "Thistledown Insurance", term: null, users: 95, lag: 2 },
  { ...NONE, name: "Ravenglass Power", sends: "full", users: 130, lag: 2 },
  ...[200, 9999, 9999].map((silentFor) => ({ ...PLAIN, silentFor })),
];

/** The estate as the registry sees it: 14 without telemetry, 24 critical, 82 full, 40 with user-level data. */
const ESTATE = { none: 14, critical: 24, full: 82, userLevel: 40 } as const;

/** 160 customers. */
export function customerRoles(): Role[] {
  const cast = [...STORIES, ...TRAPS];
  const count = (tier: number): number => cast.filter((role) => tierToday(role) === tier).length;
  const fill = (role: Role, times: number): Role[] => Array.from({ length: times }, () => role);
  const full = ESTATE.full - count(2);
  return [
    ...cast,
    ...fill(USER_LEVEL, ESTATE.userLevel - count(3)),
    ...fill({ ...PLAIN, hosting: "managed" }, Math.floor(full / 4)),
    ...fill(PLAIN, full - Math.floor(full / 4)),
    ...fill(CRITICAL, ESTATE.critical - count(1)),
    ...fill(NONE, ESTATE.none - count(0)),
  ];
}

/** What the registry will say of this customer on the day after as-of. */
export function tierToday(role: Role): number {
  if (role.term === null || role.termEnded !== null) return 0;
  const caps = [role.term, role.optOut?.level ?? 3, role.hosting === "self_hosted" ? 2 : 3];
  if (role.tags.length > 0 || role.carveOut || role.crmValue !== "yes") caps.push(2);
  return Math.min(...caps);
}
