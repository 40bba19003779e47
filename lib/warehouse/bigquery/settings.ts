import { readFileSync } from "node:fs";
import type { Day } from "#lib/consent/model.ts";
import type { BigQuerySettings } from "#lib/env-bigquery.ts";
import { SettingError } from "#lib/setting-error.ts";
import type { BigQueryParts } from "#lib/warehouse/bigquery/backend.ts";
import { LOOK_MS } from "#lib/warehouse/bigquery/edition.ts";
import { type Mapping, ownMapping, readMapping } from "#lib/warehouse/bigquery/mapping.ts";
import { RETRIES } from "#lib/warehouse/bigquery/retry.ts";

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new SettingError("BIGQUERY_MAPPING", `there is no file ${file} that can be read.`);
  }
}

/** Throws a `ModelError` with place and nearest name for each fault of the mapping. */
export function mappingOf({ project, dataset, mappingFile }: BigQuerySettings): Mapping {
  const home = { project, dataset };
  return mappingFile === null ? ownMapping(home) : readMapping(mappingFile, textOf(mappingFile), home);
}

/** What the backend is made of, by the settings. */
export function bigQueryParts(settings: BigQuerySettings, today: () => Day): BigQueryParts {
  const { project, location, endpoint, snapshotDataset, caps } = settings;
  return {
    connection: { project, location, endpoint },
    mapping: mappingOf(settings),
    snapshotDataset,
    caps,
    retries: RETRIES,
    today,
    lookMs: LOOK_MS,
  };
}
