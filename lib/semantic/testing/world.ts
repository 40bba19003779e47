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

/** Registry and warehouse of a proof, small enough for plain loops. */
export type World = {
  readonly snapshot: Snapshot;
  readonly dataClock: Day;
  readonly instanceDays: readonly InstanceDayRow[];
  readonly events: readonly EventRow[];
};
