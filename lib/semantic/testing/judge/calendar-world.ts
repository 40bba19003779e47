import type { Day } from "#lib/consent/model.ts";
import type { ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { eachDay } from "#lib/semantic/testing/day-table.ts";
import { plantedWorld } from "#lib/semantic/testing/planted-world.ts";
import { type RegistryWorld, snapshotOf } from "#lib/testing/registry-world.ts";

const CONSENT_TODAY: Day = "2026-01-12";
const FIRST: Day = "2024-12-01";
/** The first instance goes over to the second account, inside a week and a month. */
const MOVED: Day = "2026-01-07";

/** Signs that mean something in patterns or in texts of SQL, and letters beyond ASCII in both cases. */
const NAMES = ["Älg \\ 50% _of 'it'", "ÉLAN über `all`", "élan"];

/** Turns of calendars: years, ISO years that begin in December, weeks, quarters, and both ways of summer time. */
const SPANS = [
  ["2024-12-23", "2025-01-14"],
  ["2025-03-08", "2025-03-11"],
  ["2025-03-29", "2025-04-02"],
  ["2025-06-29", "2025-07-02"],
  ["2025-10-25", "2025-10-28"],
  ["2025-11-01", "2025-11-04"],
  ["2025-12-27", "2026-01-13"],
] as const;

/**
 * Days at which calendars turn, with values that are missing here and there. The first account agreed to everything,
 * the second to full pings until 9 January, the third to nothing at all; all three send. The first has a segment,
 * the others none.
 */
export function calendarWorld(): ProofWorld {
  const planted = plantedWorld();
  const { rows } = planted.registry;
  const [term] = rows.terms;
  if (term === undefined) throw new Error("the planted world has no terms");
  const moved = { file: "calendar", line: 1, siteId: "site-1", attribute: "account" } as const;
  const always = { ...term, from: FIRST, to: null };
  const registry: RegistryWorld = {
    ...planted.registry,
    first: FIRST,
    last: "2026-02-01",
    rows: {
      ...rows,
      accounts: rows.accounts.map((row, index) => ({
        ...row,
        name: NAMES[index] ?? row.name,
        typeFrom: FIRST,
        segment: index === 0 ? "SMB" : null,
      })),
      instances: rows.instances.map((row) => ({ ...row, from: FIRST })),
      instanceHistory: [
        { ...moved, value: "A1", from: FIRST, to: MOVED },
        { ...moved, value: "A2", from: MOVED, to: null },
      ],
      // The second account's seats end with the day before new year's eve.
      licences: rows.licences.map((row) => ({
        ...row,
        from: FIRST,
        to: row.accountRef === "A2" ? "2025-12-31" : null,
      })),
      terms: [
        { ...always, accountRef: "A1", level: 3 },
        { ...always, accountRef: "A2", level: 2, to: "2026-01-09" },
      ],
    },
  };
  const days = SPANS.flatMap(([from, to]) => eachDay(from, to));
  const numbers = [1, 2, 3];
  return {
    ...planted,
    registry,
    consentToday: CONSENT_TODAY,
    snapshot: snapshotOf(registry, CONSENT_TODAY),
    dataClock: "2026-01-11",
    instanceDays: numbers.flatMap((instanceNo) => days.map((day, index) => pingOf(instanceNo, day, index))),
    events: numbers.flatMap((instanceNo) => days.flatMap((day, index) => eventsOf(instanceNo, day, index))),
  };
}

/** The same rows, of instances that no registry knows: every parameter of the snapshot is an empty array. */
export function unknownWorld(): ProofWorld {
  const world = calendarWorld();
  const { snapshot } = world;
  return { ...world, snapshot: { ...snapshot, intervals: [], accounts: [], instances: [], licences: [] } };
}

function pingOf(instanceNo: number, day: Day, index: number): ProofWorld["instanceDays"][number] {
  const missing = (every: number) => index % every === 0;
  return {
    day,
    instanceNo,
    version: missing(5) ? "4.9.0" : "5.0.0",
    deployType: "kubernetes",
    lastTs: `${day} 23:59:59`,
    mauMonth: `${day.slice(0, 7)}-01`,
    mau: missing(3) ? null : 100 * instanceNo + index,
    totalUserAccounts: missing(4) ? null : 500 * instanceNo + index,
    dau: missing(2) ? null : 10 + index,
  };
}

function eventsOf(instanceNo: number, day: Day, index: number): ProofWorld["events"] {
  return Array.from({ length: 1 + (index % 7) }, (_, user) => ({
    day,
    instanceNo,
    insertId: instanceNo * 100_000 + index * 20 + user,
    name: user % 2 === 0 ? "hover" : "SearchSubmitted",
    family: user % 2 === 0 ? "code nav" : "search",
    client: user % 3 === 0 ? "web" : "vscode",
    userKey: user === 6 ? null : `u${(index + user) % 9}`,
    countsAsActive: user !== 5,
    isOperator: user === 4,
  }));
}
