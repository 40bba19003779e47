import type { Day } from "#lib/consent/model.ts";
import { DATA_CLOCK, type ProofWorld } from "#lib/semantic/testing/arbitrary-world.ts";
import { eachDay } from "#lib/semantic/testing/day-table.ts";
import { account, FIRST, instance, licence, term, typical } from "#lib/semantic/testing/registry-rows.ts";
import { type RegistryWorld, snapshotOf } from "#lib/testing/registry-world.ts";

const CONSENT_TODAY: Day = "2026-03-29";

/**
 * One account that agreed to critical pings for February and to full ones from March on, and one that agreed
 * to everything until 10 March; both send everything every day. Each fault of a gate shows here. A third agreed to
 * everything, but for some days of February, on a release that has no events yet.
 */
export function plantedWorld(): ProofWorld {
  const registry: RegistryWorld = {
    rows: {
      accounts: [account("A1"), account("A2"), account("A3")],
      accountTypes: [],
      instances: [instance("site-1", "A1"), instance("site-2", "A2"), instance("site-3", "A3")],
      instanceHistory: [],
      licences: [licence("L1", "A1", "site-1", 2000), licence("L2", "A1", null, 500), licence("L3", "A2", null, 7000)],
      terms: [
        term("A1", 1, "2026-02-01", "2026-03-01"),
        term("A1", 2, "2026-03-01", null),
        term("A2", 3, FIRST, "2026-03-10"),
        term("A3", 3, FIRST, "2026-02-10"),
        term("A3", 3, "2026-02-15", null),
      ],
      optOuts: [],
      people: [],
    },
    ...typical,
  };
  const days = eachDay(FIRST, "2026-04-02");
  const sendEvents = [1, 2];
  return {
    registry,
    consentToday: CONSENT_TODAY,
    snapshot: snapshotOf(registry, CONSENT_TODAY),
    dataClock: DATA_CLOCK,
    instanceDays: [...sendEvents, 3].flatMap((instanceNo) => days.map((day, index) => pingOf(instanceNo, day, index))),
    languages: sendEvents.flatMap((instanceNo) => days.flatMap((day, index) => languagesOf(instanceNo, day, index))),
    tickets: days.map((day, index) => ticketOf(day, index)),
    events: sendEvents.flatMap((instanceNo) =>
      days.flatMap((day, index) => eventsOf(instanceNo, day, index * 20 + instanceNo * 10_000)),
    ),
  };
}

/** The ping of 2 February still speaks about January. */
function pingOf(instanceNo: number, day: Day, index: number): ProofWorld["instanceDays"][number] {
  const mauMonth = day === "2026-02-02" ? "2026-01-01" : `${day.slice(0, 7)}-01`;
  const figures = { mau: 1000 * instanceNo + index, totalUserAccounts: 5000 * instanceNo + index, dau: 100 + index };
  return {
    ...figures,
    day,
    instanceNo,
    version: instanceNo === 3 ? "3.43.2" : "5.0.0",
    deployType: "kubernetes",
    lastTs: `${day} 10:00:00`,
    mauMonth,
  };
}

function eventsOf(instanceNo: number, day: Day, firstId: number): ProofWorld["events"] {
  const is = { name: "hover", family: "code nav", client: "web", countsAsActive: true, isOperator: false };
  return Array.from({ length: 6 }, (_, user) => ({
    ...is,
    day,
    instanceNo,
    insertId: firstId + user,
    userKey: `${day}-u${user}`,
  }));
}

function languagesOf(instanceNo: number, day: Day, index: number): ProofWorld["languages"] {
  const row = { day, instanceNo, lastTs: `${day} 10:00:00` };
  return [
    { ...row, language: "go", actions: 10 * index + instanceNo, repos: 5 + index },
    { ...row, language: "rust", actions: 7 * index, repos: 3 },
  ];
}

function ticketOf(day: Day, index: number): ProofWorld["tickets"][number] {
  const accountId = `A${(index % 3) + 1}`;
  const priority = index % 5 === 0 ? "p0" : "p2";
  return { day, accountId, ticketId: index + 1, priority, minutes: 10 * index, met: index % 4 !== 0 };
}
