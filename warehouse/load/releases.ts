import type { Day } from "#lib/consent/model.ts";
import type { RowProblem } from "#lib/customers/model.ts";
import { CsvProblems, readCsv } from "#warehouse/load/csv.ts";

export type ReleaseRow = { readonly version: string; readonly minorIndex: number; readonly releasedOn: Day };

const VERSION = /^(\d{1,6})\.(\d{1,6})(\.\d{1,9})?$/;

/** Releases with the place of their minor in the order of minors: 3.43 → 4.0 is one step. */
export async function readReleases(folder: string): Promise<{ rows: ReleaseRow[]; problems: readonly RowProblem[] }> {
  const problems = new CsvProblems();
  const columns = ["version", "released_on"];
  const rows = (await readCsv(folder, "releases.csv", columns, columns, problems)).map((row) => {
    const version = row.text("version");
    const [, major = "0", minor = "0"] = VERSION.exec(version) ?? [];
    if (!VERSION.test(version)) row.problem("version", "is not a version like 5.0.1");
    return { version, releasedOn: row.day("released_on"), key: Number(major) * 1_000_000 + Number(minor) };
  });
  const keys = [...new Set(rows.map(({ key }) => key))].sort((a, b) => a - b);
  return {
    rows: rows.map(({ version, releasedOn, key }) => ({ version, releasedOn, minorIndex: keys.indexOf(key) })),
    problems: problems.found,
  };
}
