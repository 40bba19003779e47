import { LEVELS, type Tier } from "#lib/consent/model.ts";
import type { AnswerColumn } from "#lib/semantic/answer.ts";
import type { ResultColumn } from "#lib/semantic/compiled.ts";
import type { Dimension } from "#lib/semantic/model.ts";
import type { AskedMetric, Resolved, ResolvedColumn } from "#lib/semantic/resolved.ts";

/** The fields of an answer as it describes them. */
export function resultColumns({ columns, metrics }: Resolved): ResultColumn[] {
  return columns.map((column) => {
    if (column.kind === "time") return { column: timeColumn(column), pivoted: column.pivoted, labels: null };
    if (column.kind === "dimension") {
      const { dimension, pivoted } = column;
      return { column: dimensionColumn(dimension), pivoted, labels: labelsOf(dimension) };
    }
    const asked = metrics[column.slot];
    if (asked === undefined) throw new Error("a figure without a metric");
    return { column: metricColumn(asked), pivoted: false, labels: null };
  });
}

const PLAIN = { role: null, of: null, pivot: null, rowTotal: false, calc: null } as const;

function levelName(level: Tier): AnswerColumn["level"] {
  return LEVELS[level];
}

function timeColumn({ field, grain }: Extract<ResolvedColumn, { kind: "time" }>): AnswerColumn {
  const { id, label, description } = field;
  return {
    ...PLAIN,
    id,
    key: id,
    label,
    description,
    kind: "time",
    type: "date",
    format: "date",
    level: "registry",
    grain,
    better: "neither",
  };
}

function dimensionColumn({ id, label, description, type, level }: Dimension): AnswerColumn {
  const format = type === "number" ? "decimal" : type === "date" ? "date" : "text";
  return {
    ...PLAIN,
    id,
    key: id,
    label,
    description,
    kind: "dimension",
    type,
    format,
    level: levelName(level),
    grain: null,
    better: "neither",
  };
}

function metricColumn({ metric, level }: AskedMetric): AnswerColumn {
  const { id, label, description, format, better } = metric;
  return {
    ...PLAIN,
    id,
    key: id,
    label,
    description,
    kind: "measure",
    type: "number",
    format,
    level: levelName(level),
    grain: null,
    better,
    role: "value",
  };
}

function labelsOf({ values }: Dimension): Record<string, string> | null {
  return values === null ? null : Object.fromEntries(values.map(({ value, label }) => [value, label]));
}
