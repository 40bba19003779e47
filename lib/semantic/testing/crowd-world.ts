import fc from "fast-check";
import { DATA_CLOCK, type ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { eachDay } from "#lib/semantic/testing/day-table.ts";
import { account, FIRST, instance, term, typical } from "#lib/semantic/testing/registry-rows.ts";
import type { EventRow } from "#lib/semantic/testing/world.ts";
import { type RegistryWorld, snapshotOf } from "#lib/testing/registry-world.ts";

const CONSENT_TODAY = "2026-03-29";
const INSTANCES = [1, 2, 3, 4, 5];
const NAMES = ["hover", "SearchSubmitted", "ViewBlob"] as const;
const CLIENTS = ["web", "vscode"] as const;
const MOST_PEOPLE = 9;

const REGISTRY: RegistryWorld = {
  rows: {
    accounts: ["A1", "A2", "A3"].map(account),
    accountTypes: [],
    instances: INSTANCES.map((number) => instance(`site-${number}`, number < 3 ? "A1" : number < 5 ? "A2" : "A3")),
    instanceHistory: [],
    licences: [],
    terms: ["A1", "A2", "A3"].map((ref) => term(ref, 3, FIRST, null)),
    optOuts: [],
    people: [],
  },
  ...typical,
};

type Cell = Pick<EventRow, "day" | "instanceNo" | "name" | "client">;

/** Everybody agreed to everything; on the given days a few people of each instance do a few things. */
export function arbitraryCrowd(from: string, to: string): fc.Arbitrary<ProofWorld> {
  const cells = eachDay(from, to).flatMap((day) =>
    INSTANCES.flatMap((instanceNo) =>
      NAMES.flatMap((name) => CLIENTS.map((client): Cell => ({ day, instanceNo, name, client }))),
    ),
  );
  const people = fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 5, max: MOST_PEOPLE }) },
  );
  return fc
    .array(fc.tuple(people, fc.integer({ min: 1, max: 3 })), { minLength: cells.length, maxLength: cells.length })
    .map((draws) => ({
      registry: REGISTRY,
      consentToday: CONSENT_TODAY,
      snapshot: snapshotOf(REGISTRY, CONSENT_TODAY),
      dataClock: DATA_CLOCK,
      instanceDays: [],
      languages: [],
      tickets: [],
      events: cells.flatMap((cell, index) => eventsOf(cell, ...(draws[index] ?? [0, 0]), index * 100)),
    }));
}

/** The first so many people of the instance, the first of them so many times. */
function eventsOf(cell: Cell, people: number, times: number, firstId: number): EventRow[] {
  const is = {
    family: cell.name === "SearchSubmitted" ? "search" : "code nav",
    countsAsActive: true,
    isOperator: false,
  };
  const users = Array.from({ length: people }, (_, user) => user);
  const doers = people === 0 ? [] : [...users, ...Array.from({ length: times - 1 }, () => 0)];
  return doers.map((user, index) => ({ ...cell, ...is, insertId: firstId + index, userKey: `u${user}` }));
}
