import type { Day } from "#lib/consent/model.ts";
import type { Snapshot } from "#lib/consent/snapshot-model.ts";

/** A row of the table `instance_day`. */
export type InstanceDayRow = {
  readonly day: Day;
  readonly instanceNo: number;
  readonly version: string;
  readonly deployType: string;
  readonly lastTs: string;
  readonly mauMonth: Day;
  readonly mau: number | null;
  readonly totalUserAccounts: number | null;
  readonly dau: number | null;
};

/** A row of the table `event`. */
export type EventRow = {
  readonly day: Day;
  readonly insertId: number;
  readonly instanceNo: number;
  readonly name: string;
  readonly family: string;
  readonly client: string;
  readonly userKey: string | null;
  readonly countsAsActive: boolean;
  readonly isOperator: boolean;
};

/** What an instance says of one language on one day; a table that only the proofs have. */
export type LanguageRow = {
  readonly day: Day;
  readonly instanceNo: number;
  readonly lastTs: string;
  readonly language: string;
  readonly actions: number | null;
  readonly repos: number | null;
};

/** What an account asked; a table that only the proofs have. */
export type TicketRow = {
  readonly day: Day;
  readonly accountId: string;
  readonly ticketId: number;
  readonly priority: string;
  readonly minutes: number | null;
  readonly met: boolean | null;
};

/** Registry and warehouse of a proof, small enough for plain loops. */
export type World = {
  readonly snapshot: Snapshot;
  readonly dataClock: Day;
  readonly instanceDays: readonly InstanceDayRow[];
  readonly events: readonly EventRow[];
  readonly languages: readonly LanguageRow[];
  readonly tickets: readonly TicketRow[];
};
