import fc from "fast-check";
import type { Day } from "#lib/consent/model.ts";
import type { EventRow, InstanceDayRow, LanguageRow, TicketRow, World } from "#lib/semantic/testing/world.ts";
import { arbitraryRegistry } from "#lib/testing/registry-arbitrary.ts";
import { type RegistryWorld, snapshotOf } from "#lib/testing/registry-world.ts";

/** A registry, the day it is looked at, and what its instances sent, whether they were allowed to or not. */
export type ProofWorld = World & { readonly registry: RegistryWorld; readonly consentToday: Day };

export const DATA_CLOCK: Day = "2026-03-28";
const FIRST = Date.parse("2026-01-01T00:00:00Z");
/** Some days lie after the last complete one: their rows must not be read. */
const DAYS = 94;

function dayAt(index: number): Day {
  return new Date(FIRST + index * 86_400_000).toISOString().slice(0, 10);
}

/** Small random estates in which everybody over-sends: rows do not care what was agreed. */
export function arbitraryWorld(): fc.Arbitrary<ProofWorld> {
  return arbitraryRegistry().chain((registry) => {
    const numbers = registry.rows.instances.map((_, index) => index + 1);
    return fc
      .record({
        consentToday: fc.integer({ min: 60, max: 110 }).map(dayAt),
        instanceDays: fc.tuple(...numbers.map(arbitraryPings)).map((lists) => lists.flat()),
        events: fc.tuple(...numbers.map(arbitraryEvents)).map((lists) => lists.flat()),
        languages: fc.tuple(...numbers.map(arbitraryLanguages)).map((lists) => lists.flat()),
        tickets: arbitraryTickets(registry.rows.accounts.map(({ accountRef }) => accountRef)),
      })
      .map(({ consentToday, instanceDays, events, languages, tickets }) => ({
        registry,
        consentToday,
        instanceDays,
        languages,
        tickets,
        events: events.map((event, index) => ({ ...event, insertId: index + 1 })),
        snapshot: snapshotOf(registry, consentToday),
        dataClock: DATA_CLOCK,
      }));
  });
}

/** Instances that stay on an old release, that change over, and that are new or say something unreadable. */
const RELEASES = [
  ["3.43.2", "v3.9.1"],
  ["3.43.2", "4.5.0"],
  ["4.5.0", "5.0.0", "5.1.2"],
  ["10.0.0", "insiders"],
];

const ping = fc.record({
  release: fc.nat(),
  deployType: fc.constantFrom("kubernetes", "docker-compose"),
  mau: fc.option(fc.integer({ min: 0, max: 900 }), { nil: null, freq: 9 }),
  totalUserAccounts: fc.option(fc.integer({ min: 0, max: 2000 }), { nil: null, freq: 9 }),
  dau: fc.option(fc.integer({ min: 0, max: 300 }), { nil: null, freq: 4 }),
  lags: fc.boolean(),
});

/** On the first days of a month a ping may still speak about the month before; a day may have both kinds. */
function arbitraryPings(instanceNo: number): fc.Arbitrary<InstanceDayRow[]> {
  const day = fc.option(fc.array(ping, { minLength: 1, maxLength: 2 }), { nil: null, freq: 2 });
  const all = fc.array(day, { minLength: DAYS, maxLength: DAYS });
  return fc.tuple(all, fc.constantFrom(...RELEASES)).map(([days, releases]) =>
    days.flatMap((pings, index) => {
      const date = dayAt(index);
      const early = date.slice(8) <= "04";
      const rows = (pings ?? []).map(({ lags, release, ...values }, number) => ({
        ...values,
        version: releases[release % releases.length] ?? "",
        day: date,
        instanceNo,
        lastTs: `${date} ${String(10 + number)}:00:00`,
        mauMonth: early && lags ? monthBefore(date) : `${date.slice(0, 7)}-01`,
      }));
      return rows.filter((row, at) => rows.findIndex(({ mauMonth }) => mauMonth === row.mauMonth) === at);
    }),
  );
}

function monthBefore(day: Day): Day {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - 1);
  return date.toISOString().slice(0, 10);
}

const event = fc.record({
  name: fc.constantFrom("hover", "SearchSubmitted", "ViewSignIn"),
  client: fc.constantFrom("web", "vscode"),
  userKey: fc.option(
    fc.nat(11).map((user) => `u${user}`),
    { nil: null, freq: 20 },
  ),
  isOperator: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

function arbitraryEvents(instanceNo: number): fc.Arbitrary<Omit<EventRow, "insertId">[]> {
  const day = fc.option(fc.array(event, { minLength: 1, maxLength: 5 }), { nil: null, freq: 2 });
  const all = fc.array(day, { minLength: DAYS, maxLength: DAYS });
  const none = fc.constant<never[]>([]);
  return fc.oneof({ weight: 2, arbitrary: all }, { weight: 1, arbitrary: none }).map((days) =>
    days.flatMap((events, index) =>
      (events ?? []).map((one) => ({
        ...one,
        day: dayAt(index),
        instanceNo,
        family: one.name === "SearchSubmitted" ? "search" : "code nav",
        countsAsActive: one.name !== "ViewSignIn",
      })),
    ),
  );
}

/** Counters that mostly rise, that fall now and then, and days without a word. */
function arbitraryLanguages(instanceNo: number): fc.Arbitrary<LanguageRow[]> {
  const step = fc.option(fc.integer({ min: -3, max: 9 }), { nil: null, freq: 5 });
  const said = fc.record({ actions: step, repos: fc.option(fc.nat(40), { nil: null, freq: 5 }) });
  const day = fc.option(fc.tuple(fc.option(said, { nil: null }), fc.option(said, { nil: null })), {
    nil: null,
    freq: 2,
  });
  return fc.array(day, { minLength: DAYS, maxLength: DAYS }).map((days) => {
    const counters = [100, 500];
    return days.flatMap((pair, index) =>
      (pair ?? []).flatMap((one, language) => {
        if (one === null) return [];
        const { actions, repos } = one;
        const counter = (counters[language] ?? 0) + (actions ?? 0);
        counters[language] = counter;
        const row = { day: dayAt(index), instanceNo, lastTs: `${dayAt(index)} 10:00:00` };
        return [
          { ...row, language: ["go", "rust"][language] ?? "", actions: actions === null ? null : counter, repos },
        ];
      }),
    );
  });
}

const ticket = fc.record({
  day: fc.nat(DAYS - 1).map(dayAt),
  priority: fc.constantFrom("p0", "p1", "p2"),
  minutes: fc.option(fc.nat(600), { nil: null, freq: 4 }),
  met: fc.option(fc.boolean(), { nil: null, freq: 4 }),
});

function arbitraryTickets(accounts: readonly string[]): fc.Arbitrary<TicketRow[]> {
  const one = fc.tuple(fc.constantFrom(...accounts), ticket).map(([accountId, rest]) => ({ ...rest, accountId }));
  return fc
    .array(one, { maxLength: 60 })
    .map((tickets) => tickets.map((row, index) => ({ ...row, ticketId: index + 1 })));
}
