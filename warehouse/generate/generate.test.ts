import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { dayNumber } from "#warehouse/day.ts";
import { simulate } from "#warehouse/generate/activity.ts";
import { estate } from "#warehouse/generate/estate.ts";
import { generate } from "#warehouse/generate/folder.ts";
import { random } from "#warehouse/generate/random.ts";
import { minors, releases } from "#warehouse/generate/releases.ts";
import { SettingsError, settings } from "#warehouse/generate/settings.ts";
import { readRegistry } from "#warehouse/load/registry.ts";

const NOW = new Date("2026-11-22T10:00:00Z");
const wish = { scale: "ci", asOf: "2026-11-21", seed: "7" };
/** The whole registry and all pings, but few events. */
const lean = { ...settings(wish, NOW), events: 4000 };

let root = "";

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "candor-generate-"));
  await generate(lean, path.join(root, "one"));
}, 120_000);

afterAll(() => rm(root, { recursive: true, force: true }));

async function digest(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder)).sort();
  const hashes = files.map(async (file) => {
    const bytes = await readFile(path.join(folder, file));
    return [file, createHash("sha256").update(bytes).digest("hex")] as const;
  });
  return Object.fromEntries(await Promise.all(hashes));
}

async function query(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const text = sql.replaceAll("{one}", path.join(root, "one"));
  const rows = (await connection.runAndReadAll(text)).getRowsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

async function siteOf(name: string, environment = "production"): Promise<string> {
  const { rows } = await readRegistry(path.join(root, "one"));
  const account = rows.accounts.find((row) => row.name === name);
  const found = rows.instances.find((row) => row.accountRef === account?.accountRef && row.environment === environment);
  return z.string().parse(found?.siteId);
}

describe("the sample", () => {
  test("is the same, byte for byte, for the same wish, and another for another seed", {
    timeout: 120_000,
  }, async () => {
    await generate(lean, path.join(root, "two"));
    expect(await digest(path.join(root, "two"))).toEqual(await digest(path.join(root, "one")));
    const other = estate(settings({ ...wish, seed: "8" }, NOW));
    expect(other.accounts[0]?.arrUsd).not.toEqual(estate(settings(wish, NOW)).accounts[0]?.arrUsd);
  });

  test("has the accounts and instances it promises, and no faults in its files", async () => {
    const { rows, problems } = await readRegistry(path.join(root, "one"));
    expect(problems).toEqual([]);
    const types = Object.groupBy(rows.accounts, ({ type }) => type ?? "none");
    const counts = Object.entries(types).map(([type, some]) => [type, some.length]);
    expect(Object.fromEntries(counts)).toEqual({ customer: 160, prospect: 60, free: 180, former: 3, internal: 1 });
    expect(rows.instances).toHaveLength(430);
    expect(new Set(rows.accounts.map(({ name }) => name)).size).toBe(rows.accounts.length);
    expect(rows.accounts.filter((row) => row.customerEngineerEmail === "viewer@candor.example")).toHaveLength(8);
  });

  test("ends no agreement within 18 months, planted ones excepted", async () => {
    const { rows } = await readRegistry(path.join(root, "one"));
    const customers = new Map(rows.accounts.map((row) => [row.accountRef, row]));
    const followed = new Set(rows.terms.map(({ accountRef, from }) => `${accountRef} ${from}`));
    const last = rows.terms.filter(({ accountRef, to }) => to !== null && !followed.has(`${accountRef} ${to}`));
    const ending = last.map(({ accountRef }) => customers.get(accountRef));
    expect(ending.filter((row) => row?.type === "customer").map((row) => row?.name)).toEqual(["Larkspur Hotels"]);
  });

  test("has something to tell of this week: one customer narrowed, one widened", async () => {
    const { rows } = await readRegistry(path.join(root, "one"));
    expect(rows.optOuts.filter(({ effectiveOn }) => effectiveOn > "2026-11-15")).toHaveLength(1);
    const since = rows.terms.filter(({ from }) => from > "2026-11-15").map(({ accountRef }) => accountRef);
    const widened = rows.accounts.filter(({ accountRef }) => since.includes(accountRef));
    expect(widened.map(({ name }) => name)).toContain("Wintergreen Software");
  });

  test("lets Quarry Bank over-send from its upgrade to 5.0 on, and not before", async () => {
    const site = await siteOf("Quarry Bank");
    const rows = await query(`
      SELECT (version >= '5.0')::INTEGER, count(*)::INTEGER, count(dau)::INTEGER, min(ts)::DATE::VARCHAR
      FROM '{one}/update_checks.parquet' WHERE site_id = '${site}' GROUP BY 1 ORDER BY 1`);
    const [[, before, dauBefore] = [], [, after, dauAfter, since] = []] = rows;
    expect(before).toBeGreaterThan(100);
    expect(dauBefore).toBe(0);
    expect(dauAfter).toBe(after);
    expect(z.string().parse(since) > "2026-08-20").toBe(true);
  });

  test("holds the other traps: staging, silence, airgap, opt-out, carve-out, a stray instance", async () => {
    const { rows } = await readRegistry(path.join(root, "one"));
    const last = async (site: string): Promise<unknown> =>
      (
        await query(`SELECT max(ts)::DATE::VARCHAR FROM '{one}/update_checks.parquet' WHERE site_id = '${site}'`)
      )[0]?.[0];
    expect(await last(await siteOf("Harborline Systems", "staging"))).toBe("2026-11-21");
    expect(await last(await siteOf("Foxglove Energy"))).toBe("2026-11-09");
    expect(await last(await siteOf("Ironvale Defence"))).toBeNull();
    const meridian = await siteOf("Meridian Health");
    expect(rows.optOuts.find(({ siteId }) => siteId === meridian)).toMatchObject({ level: 1, history: "hide" });
    const tern = rows.accounts.find(({ name }) => name === "Tern Airlines");
    expect(rows.terms.find(({ accountRef }) => accountRef === tern?.accountRef)).toMatchObject({
      carveOut: true,
      crmValue: "yes",
    });
    const known = rows.instances.map(({ siteId }) => `'${siteId}'`).join(",");
    const strays = await query(`
      SELECT count(DISTINCT site_id)::INTEGER FROM '{one}/update_checks.parquet' WHERE site_id NOT IN (${known})`);
    expect(strays).toEqual([[1]]);
  });

  test("tells one story in pings and events: the users of a month are the same", () => {
    const [birchwood] = estate(lean).accounts.flatMap(({ name, instances }) =>
      name === "Birchwood Labs" ? instances : [],
    );
    if (birchwood === undefined) throw new Error("Birchwood Labs has no instance");
    const october = { from: dayNumber("2026-10-01"), to: dayNumber("2026-11-01") };
    const users = new Set<number>();
    const { counts } = simulate(birchwood, lean, random(lean.seed), (day, user) => {
      if (day >= october.from && day < october.to) users.add(user);
    });
    expect(users.size).toBeGreaterThan(150);
    expect(counts.find(({ day }) => day === october.to - 1)?.mau).toBe(users.size);
  });

  test("never overwrites a folder", async () => {
    const folder = await mkdtemp(path.join(root, "full-"));
    await writeFile(path.join(folder, "mine.txt"), "mine");
    await expect(generate(lean, folder)).rejects.toThrow(/is not empty/);
    expect(await readdir(folder)).toEqual(["mine.txt"]);
  });
});

describe("the wish", () => {
  test("defaults to yesterday in UTC", () => {
    expect(settings({ ...wish, asOf: null }, new Date("2026-03-01T00:30:00Z")).asOf).toBe("2026-02-28");
  });

  test.each([
    [{ ...wish, scale: "huge" }, /--scale huge/],
    [{ ...wish, scale: "events=0" }, /--scale events=0/],
    [{ ...wish, asOf: "2026-02-30" }, /--as-of 2026-02-30/],
    [{ ...wish, seed: "-1" }, /--seed -1/],
  ])("%o is refused in words", (given, words) => {
    expect(() => settings(given, NOW)).toThrow(SettingsError);
    expect(() => settings(given, NOW)).toThrow(words);
  });
});

describe("the release calendar", () => {
  test("ends with the last 20th and steps by months", () => {
    expect(releases("2026-11-21").at(-1)).toEqual({ version: "5.3.0", releasedOn: "2026-11-20" });
    expect(releases("2026-11-19").at(-1)).toEqual({ version: "5.3.1", releasedOn: "2026-11-03" });
    const on = minors("2026-11-21").map((minor) => minor.on);
    expect(on.at(0)).toBe(dayNumber("2024-08-20"));
    expect(on.every((day, i) => i === 0 || day > (on[i - 1] ?? 0))).toBe(true);
  });
});
