import { z } from "zod";
import type { Day } from "#lib/consent/model.ts";
import type { DatedNumbers, Model } from "#lib/semantic/model.ts";
import type { Question } from "#lib/semantic/question.ts";

/** A row of the registry's settings. */
export type SettingRow = {
  readonly key: string;
  readonly value: string;
  readonly from: Day;
  readonly to: Day | null;
};

/** The settings that the figures of a question are made with. */
export function settingKeys(model: Model, { fields }: Question): string[] {
  const keys = fields.flatMap(({ id }) =>
    (model.versions.get(id) ?? []).flatMap(({ derived }) => derived?.setting?.key ?? []),
  );
  return [...new Set(keys)];
}

/** The models with these settings. A value that is no list of numbers is none, and its figures are blank. */
export function withSettings(model: Model, rows: readonly SettingRow[]): Model {
  const dated = (row: SettingRow): DatedNumbers[] => {
    const numbers = numbersOf(row.value);
    return numbers === null ? [] : [{ from: row.from, to: row.to, numbers }];
  };
  const groups = Map.groupBy(rows, ({ key }) => key);
  return { ...model, settings: new Map([...groups].map(([key, of]) => [key, of.flatMap(dated)])) };
}

const Numbers = z.record(z.string(), z.number());

function numbersOf(text: string): Readonly<Record<string, number>> | null {
  try {
    return Numbers.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
