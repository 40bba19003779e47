import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildDerived } from "#lib/semantic/build-derived.ts";
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
  const metrics = readMetrics(under("metrics/"), built);
  stopAtFaults(files);
  const versions = versionsOf(metrics);
  stopAtFaults(files);
  return {
    hash: hashOf(texts),
    sources: byId(built.map(({ source }) => source)),
    dimensions: byId(built.flatMap(({ dimensions }) => dimensions)),
    timeFields: byId(built.flatMap(({ source }) => (source.time === null ? [] : [source.time]))),
    metrics: byId([...versions.values()].flatMap((known) => known.slice(-1))),
    settings: new Map(),
    versions,
  };
}

function readSource(file: ModelFile): BuiltSource[] {
  const text = file.read(SourceText);
  if (text === null) return [];
  if (!file.name.endsWith(`/${text.source}.yml`))
    file.add(["source"], `The file of source "${text.source}" has its name`);
  return [buildSource(file, text)];
}

type ReadMetric = { readonly file: ModelFile; readonly metric: Metric; readonly isNow: boolean };

/** Those that are made of measures first: the others are derived from them. */
function readMetrics(files: readonly ModelFile[], built: readonly BuiltSource[]): ReadMetric[] {
  const texts = files.flatMap((file) => readText(file));
  const [plain, derived] = [texts.filter((one) => one.text.derived === null), texts.filter((one) => one.text.derived)];
  const found = plain.flatMap(({ file, text, isNow }) => {
    const metric = buildMetric(file, text, built);
    return metric === null ? [] : [{ file, metric, isNow }];
  });
  const now = byId(found.flatMap(({ metric, isNow }) => (isNow ? [metric] : [])));
  const dimensions = built.flatMap((one) => one.dimensions);
  const more = derived.flatMap(({ file, text, isNow }) => {
    const metric = buildDerived(file, text, now, dimensions);
    return metric === null ? [] : [{ file, metric, isNow }];
  });
  return [...found, ...more];
}

/** `mau.yml` is the definition of now, `mau@1.yml` its first version once there is another. */
function readText(file: ModelFile): { file: ModelFile; text: MetricText; isNow: boolean }[] {
  const text = file.read(MetricText);
  if (text === null) return [];
  const isNow = file.name.endsWith(`/${text.metric}.yml`);
  if (!isNow && !file.name.endsWith(`/${text.metric}@${text.version}.yml`))
    file.add(["metric"], `The file of metric "${text.metric}" has its name, or ${text.metric}@${text.version}`);
  return [{ file, text, isNow }];
}

/** All versions by metric, the one of now last. Faults go to the file of the later of two versions. */
function versionsOf(read: readonly ReadMetric[]): ReadonlyMap<string, readonly Metric[]> {
  const groups = Map.groupBy(read, ({ metric }) => metric.id);
  return new Map(
    [...groups].map(([id, group]) => {
      const sorted = group.toSorted((a, b) => a.metric.version - b.metric.version);
      for (const [index, { file, metric, isNow }] of sorted.entries()) {
        const { version, since } = metric;
        const before = sorted[index - 1]?.metric ?? null;
        if (version !== index + 1)
          file.add(
            ["version"],
            `Version ${index + 1} of ${id} is missing: it belongs into metrics/${id}@${index + 1}.yml`,
          );
        if (isNow !== (index === sorted.length - 1))
          file.add(["version"], `The last version of ${id} is the one in metrics/${id}.yml`);
        if (since !== null && before?.since != null && since <= before.since)
          file.add(["since"], `Version ${version} begins after version ${before.version}`);
      }
      return [id, sorted.map(({ metric }) => metric)];
    }),
  );
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
