import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "candor-cli-"));
  await writeFile(path.join(folder, "terms.csv"), "account_ref,level,from\nA-1,9,2026-01-01\nA-2,1,soon\n");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

type Outcome = { readonly code: number; readonly out: string; readonly err: string };

function run(...words: string[]): Promise<Outcome> {
  const env = { ...process.env, WAREHOUSE_FILE: path.join(folder, "data", "warehouse.duckdb") };
  const args = ["--conditions=react-server", "scripts/warehouse.ts", ...words];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, out, err) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err });
    });
  });
}

describe("the command line", { timeout: 60_000 }, () => {
  test("says how it is used when it is not understood", async () => {
    const outcomes = await Promise.all([run("lode", "x"), run("load"), run("refresh", "--hard")]);
    expect(outcomes.map(({ code }) => code)).toEqual([2, 2, 2]);
    for (const { err } of outcomes) expect(err).toContain("Usage: npm run warehouse");
  });

  test("says in a sentence why it cannot, without a stack", async () => {
    const nowhere = path.join(folder, "nowhere");
    const [scale, missing] = await Promise.all([
      run("generate", "--scale", "vast", "--out", nowhere),
      run("load", nowhere),
    ]);
    expect([scale.code, missing.code]).toEqual([1, 1]);
    expect(scale.err).toMatch(/^--scale vast is not known\..*\n$/);
    expect(missing.err).toBe(`${nowhere} is not a folder.\n`);
    expect(await readdir(folder)).toEqual(["terms.csv"]);
  });

  test("names each fault of a folder by file, line and field", async () => {
    const { code, err } = await run("load", folder);
    expect(code).toBe(1);
    expect(err.split("\n")).toEqual([
      "terms.csv:2: level is not a whole number from 0 to 3",
      "terms.csv:3: from is not a day; write it as YYYY-MM-DD",
      "Nothing was loaded: 2 faults in the folder.",
      "",
    ]);
  });
});
