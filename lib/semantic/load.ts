import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildMetric } from "#lib/semantic/build-metric.ts";
import { type BuiltSource, buildSource } from "#lib/semantic/build-source.ts";
import type { Dimension, Metric, Model, Source, TimeField } from "#lib/semantic/model.ts";
import { ModelError, type ModelFault, ModelFile } from "#lib/semantic/model-file.ts";
import { MetricText, OrgText, SourceText } from "#lib/semantic/model-schema.ts";

/** Text by path under the models folder, for example `metrics/mau.yml`. */
export type ModelTexts = ReadonlyMap<string, string>;

/** Reads models/. Throws `ModelError` with file, line and column of every fault. */
export function loadModels(dir: string): Model {
  return buildModel(readTexts(dir));
}

export function readTexts(dir: string): ModelTexts {
  const texts = new Map<string, string>();
  const put = (path: string) => texts.set(path, readFileSync(join(dir, path), "utf8"));
  put("_org.yml");
  for (const folder of ["sources", "metrics"]) {
    const names = readdirSync(join(dir, folder)).filter((name) => name.endsWith(".yml"));
    for (const name of names.toSorted()) put(`${folder}/${name}`);
  }
  return texts;
}

/** Builds the catalogue from text; pure. */
export function buildModel(texts: ModelTexts): Model {
  const files = [...texts].map(([path, text]) => new ModelFile(`models/${path}`, text));
  const under = (folder: string) => files.filter(({ name }) => name.startsWith(`models/${folder}`));
  for (const file of under("_org")) file.read(OrgText);
  const built = under("sources/").flatMap((file) => readSource(file));
  stopAtFaults(files);
  const metrics = under("metrics/").flatMap((file) => readMetric(file, built));
  stopAtFaults(files);
  return {
    hash: hashOf(texts),
    sources: byId(built.map(({ source }) => source)),
    dimensions: byId(built.flatMap(({ dimensions }) => dimensions)),
    timeFields: byId(built.flatMap(({ source }) => (source.time === null ? [] : [source.time]))),
    metrics: byId(metrics),
  };
}

function readSource(file: ModelFile): BuiltSource[] {
  const text = file.read(SourceText);
  if (text === null) return [];
  if (!file.name.endsWith(`/${text.source}.yml`))
    file.add(["source"], `The file of source "${text.source}" has its name`);
  return [buildSource(file, text)];
}

function readMetric(file: ModelFile, built: readonly BuiltSource[]): Metric[] {
  const text = file.read(MetricText);
  if (text === null) return [];
  if (!file.name.endsWith(`/${text.metric}.yml`))
    file.add(["metric"], `The file of metric "${text.metric}" has its name`);
  const metric = buildMetric(file, text, built);
  return metric === null ? [] : [metric];
}

function stopAtFaults(files: readonly ModelFile[]): void {
  const faults: ModelFault[] = files.flatMap((file) => file.faults);
  if (faults.length > 0) throw new ModelError(faults);
}

function byId<T extends Source | Dimension | TimeField | Metric>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function hashOf(texts: ModelTexts): string {
  const hash = createHash("sha256");
  for (const [path, text] of texts) hash.update(`${path}\0${text}\0`);
  return hash.digest("hex").slice(0, 16);
}
