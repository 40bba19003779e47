import { catalogueOf } from "#components/explore/catalogue.ts";
import type { Field } from "#lib/explore/contract.ts";
import { GRAINS, type Grain } from "#lib/semantic/question.ts";

const PLAIN: Pick<Field, "type" | "format" | "level" | "description" | "synonyms" | "metric"> = {
  type: "string",
  format: "text",
  level: "registry",
  description: "",
  synonyms: [],
  metric: null,
};
const PING_DIMENSIONS = ["account.name", "instance.hosting", "instance_day.version"];

export const HOSTING: Field = {
  ...PLAIN,
  id: "instance.hosting",
  label: "Hosting type",
  group: "Instance",
  kind: "dimension",
  synonyms: ["deployment"],
  suggest: true,
};
export const ACCOUNT: Field = {
  ...PLAIN,
  id: "account.name",
  label: "Account name",
  group: "Account",
  kind: "dimension",
  suggest: true,
};
export const EVENT_NAME: Field = {
  ...PLAIN,
  id: "event.name",
  label: "Event name",
  group: "Events",
  kind: "dimension",
  level: "user_level",
  suggest: true,
};
export const PING_DAY: Field = {
  ...PLAIN,
  id: "instance_day.day",
  label: "Ping date",
  group: "Pings",
  kind: "time",
  suggest: false,
};
export const EVENT_DAY: Field = { ...PING_DAY, id: "event.day", label: "Event date", group: "Events" };

export const MAU = metric("mau", "MAU", { grains: ["month"], needsGrain: true, dimensions: PING_DIMENSIONS });
export const ACTIVE = metric("active_instances", "Active instances", { grains: GRAINS, dimensions: PING_DIMENSIONS });
export const EVENTS = metric("events", "Events", {
  grains: GRAINS,
  dimensions: ["account.name", "instance.hosting", "event.name"],
});

export const CATALOGUE = catalogueOf([HOSTING, ACCOUNT, EVENT_NAME, PING_DAY, EVENT_DAY, MAU, ACTIVE, EVENTS]);

type MetricPart = {
  readonly grains: readonly Grain[];
  readonly needsGrain?: boolean;
  readonly dimensions: readonly string[];
};

function metric(id: string, label: string, part: MetricPart): Field {
  return {
    ...PLAIN,
    id,
    label,
    group: "Usage",
    kind: "metric",
    type: "number",
    format: "integer",
    suggest: false,
    metric: {
      formula: "",
      owner: "Data & Analytics",
      certified: null,
      howToRead: "",
      grains: [...part.grains],
      needsGrain: part.needsGrain ?? false,
      population: { unit: "account", types: ["customer"], label: "customers" },
      status: "exact",
      version: 1,
      minVersion: null,
      better: "up",
      dimensions: [...part.dimensions],
    },
  };
}
