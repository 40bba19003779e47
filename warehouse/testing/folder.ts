import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Arrival } from "#lib/customers/model.ts";
import { AppError } from "#lib/errors.ts";
import { type LoadSummary, load, type Registry } from "#warehouse/load/load.ts";

export const TODAY = "2026-11-22";

/** A ping and an event that nothing speaks against. */
export const PING = {
  ts: "2026-10-31T23:40:00Z",
  site_id: "site-a",
  version: "5.1.0",
  deploy_type: "kubernetes",
  total_user_accounts: 9,
  mau_month: "2026-10-01",
  mau: 6,
  registered: 6,
  wau_week: "2026-10-25",
  wau: 4,
  dau_day: "2026-10-31",
  dau: 2,
  has_update: false,
} as const;

export const EVENT = {
  ts: "2026-10-31T09:00:00Z",
  insert_id: 1,
  site_id: "site-a",
  name: "hover",
  source: "WEB",
  user_id: 1,
  anonymous_user_id: "a1",
  session_id: 1,
  version: "5.1.0",
  is_operator: false,
} as const;

export const lines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** A place for folders and a warehouse, and the registry at the other end of the load. */
export class Bench {
  readonly root: string;
  readonly file: string;
  readonly numbers = new Map<string, number>();
  readonly arrivals: Arrival[] = [];
  /** References of the accounts that the registry has. */
  readonly accounts = new Set<string>();
  holdsCustomers = false;
  private folders = 0;

  private constructor(root: string) {
    this.root = root;
    this.file = path.join(root, "data", "warehouse.duckdb");
  }

  static async open(): Promise<Bench> {
    return new Bench(await mkdtemp(path.join(tmpdir(), "candor-load-")));
  }

  close(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }

  /** Writes a folder of these files; `from` is copied first. */
  async folder(files: Readonly<Record<string, string | Uint8Array>>, from: string | null = null): Promise<string> {
    this.folders += 1;
    const folder = path.join(this.root, `folder-${String(this.folders)}`);
    await mkdir(folder);
    if (from !== null) await cp(from, folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
    return folder;
  }

  readonly registry: Registry = {
    loadRegistry: (rows) => {
      if (this.holdsCustomers) throw new AppError("conflict", "The customer registry already holds accounts.");
      this.holdsCustomers = true;
      const { accounts, accountTypes, instances, instanceHistory, licences, terms, optOuts, people } = rows;
      const counts = {
        accounts: accounts.length,
        accountTypes: accountTypes.length,
        instances: instances.length,
        instanceHistory: instanceHistory.length,
        licences: licences.length,
        terms: terms.length,
        optOuts: optOuts.length,
        people: people.length,
      };
      return Promise.resolve({ ok: true, counts });
    },
    numberSites: (siteIds) => {
      for (const siteId of siteIds) this.numbers.set(siteId, this.numbers.get(siteId) ?? this.numbers.size + 1);
      return Promise.resolve(this.numbers);
    },
    findAccounts: (refs) => {
      const known = refs.filter((ref) => this.accounts.has(ref));
      return Promise.resolve(new Map(known.map((ref) => [ref, `acc_${ref}`])));
    },
    recordArrivals: (arrivals) => {
      this.arrivals.splice(0, this.arrivals.length, ...arrivals);
      return Promise.resolve();
    },
  };

  load(folder: string, mode: "demo" | "production" = "demo"): Promise<LoadSummary> {
    return load(folder, this.file, this.registry, TODAY, mode);
  }

  /** Rows of the store, or of the served file. */
  async query(sql: string, file = `${this.file}.raw`): Promise<unknown[][]> {
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    try {
      return (await connection.runAndReadAll(sql)).getRowsJson();
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  }
}
