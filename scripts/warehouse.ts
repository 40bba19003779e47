/** `generate | load | refresh | verify`: data comes in, and is checked. Exit code 0 done, 1 refused, 2 not understood. */
import { parseArgs } from "node:util";
import { systemGrant } from "#lib/access/operation.ts";
import { readSnapshot } from "#lib/consent/snapshot.ts";
import { accountIds, instanceNumbers, loadRegistry, recordArrivals } from "#lib/customers/store-import.ts";
import { disconnect } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { SettingError } from "#lib/setting-error.ts";
import { generate } from "#warehouse/generate/folder.ts";
import { SettingsError, settings } from "#warehouse/generate/settings.ts";
import { FolderProblems, type LoadSummary, load, type Registry } from "#warehouse/load/load.ts";
import { LoadError } from "#warehouse/load/load-error.ts";
import { refresh } from "#warehouse/refresh/refresh.ts";
import { verify } from "#warehouse/verify.ts";

const USAGE = `Usage: npm run warehouse -- COMMAND

  generate --out FOLDER [--scale ci|small|events=N] [--as-of YYYY-MM-DD] [--seed N]
           writes a sample folder; the same settings write the same files
  load FOLDER
           takes a folder in: the registry once, telemetry as often as you like
  refresh  builds the file that is served from everything loaded
  verify   checks the served file
`;

const MOST_PROBLEMS = 50;

class UsageError extends Error {}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runGenerate(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      out: { type: "string" },
      scale: { type: "string", default: "small" },
      "as-of": { type: "string" },
      seed: { type: "string", default: "7" },
    },
  });
  if (values.out === undefined) throw new UsageError("generate needs --out FOLDER.");
  const wish = { scale: values.scale, asOf: values["as-of"] ?? null, seed: values.seed };
  const made = await generate(settings(wish, new Date()), values.out);
  say(`${made.folder}: ${String(made.accounts)} accounts, ${String(made.instances)} instances.`);
  return 0;
}

function registry(): Registry {
  const grant = systemGrant("warehouse load", "imports.run");
  return {
    loadRegistry: (rows) => loadRegistry(grant, rows),
    numberSites: (siteIds) => instanceNumbers(grant, siteIds),
    findAccounts: (refs) => accountIds(grant, refs),
    recordArrivals: (arrivals) => recordArrivals(grant, arrivals),
  };
}

function report({ registry: counts, notice, files }: LoadSummary): void {
  if (counts !== null) {
    const parts = Object.entries(counts).map(([what, count]) => `${String(count)} ${what}`);
    say(`Registry: ${parts.join(", ")}.`);
  }
  if (notice !== null) say(`Registry: ${notice}`);
  for (const { file, read, loaded, refused, refusals } of files) {
    const known = read - loaded - refused;
    say(
      `${file}: ${String(read)} rows read, ${String(loaded)} loaded, ${String(refused)} refused, ${String(known)} known already.`,
    );
    for (const { line, field, reason } of refusals) say(`  ${file}:${String(line)}: ${field} ${reason}`.trimEnd());
    if (refused > refusals.length)
      say(`  and ${String(refused - refusals.length)} more, listed in the table quarantine.`);
  }
  if (counts === null && notice === null && files.length === 0) say("The folder holds nothing to load.");
}

async function runLoad(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
  const [folder, second] = positionals;
  if (folder === undefined || second !== undefined) throw new UsageError("load needs one folder.");
  const { warehouse, today, mode } = env();
  report(await load(folder, warehouse.file, registry(), today ?? new Date().toISOString().slice(0, 10), mode));
  return 0;
}

async function runRefresh(args: string[]): Promise<number> {
  parseArgs({ args, options: {} });
  const { dataClock } = await refresh(env().warehouse.file);
  say(`The warehouse is complete up to ${dataClock}.`);
  return 0;
}

async function runVerify(args: string[]): Promise<number> {
  parseArgs({ args, options: {} });
  const { instances } = await readSnapshot(null);
  const known = new Map(instances.map(({ siteId, instanceNo }) => [siteId, instanceNo]));
  const findings = await verify(env().warehouse.file, known);
  for (const { check, found, ok } of findings) say(`${ok ? "ok  " : "FAIL"} ${check}${ok ? "" : `: ${String(found)}`}`);
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  generate: runGenerate,
  load: runLoad,
  refresh: runRefresh,
  verify: runVerify,
};

/** What went wrong, in words for whoever typed the command; null for a fault of ours. */
function explain(error: unknown): { words: string; code: number } | null {
  if (error instanceof FolderProblems) {
    const lines = error.problems.slice(0, MOST_PROBLEMS).map(({ file, line, field, message }) => {
      return `${file}:${String(line)}: ${[field, message].filter((part) => part !== "").join(" ")}`;
    });
    const more = error.problems.length - lines.length;
    return { words: [...lines, ...(more > 0 ? [`and ${String(more)} more`] : []), error.message].join("\n"), code: 1 };
  }
  if (error instanceof UsageError || isArgumentError(error)) return { words: `${error.message}\n\n${USAGE}`, code: 2 };
  const known = [LoadError, SettingsError, SettingError, AppError].some((kind) => error instanceof kind);
  return known && error instanceof Error ? { words: error.message, code: 1 } : null;
}

function isArgumentError(error: unknown): error is Error {
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

async function main(): Promise<number> {
  const [command, ...args] = process.argv.slice(2);
  const run = COMMANDS[command ?? ""];
  if (run === undefined)
    throw new UsageError(command === undefined ? "Which command?" : `${command} is not a command.`);
  return run(args);
}

try {
  process.exitCode = await main();
} catch (error) {
  const explained = explain(error);
  if (explained === null) throw error;
  process.stderr.write(`${explained.words}\n`);
  process.exitCode = explained.code;
} finally {
  await disconnect();
}
