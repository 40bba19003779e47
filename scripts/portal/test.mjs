/** `npm test`: everything, against a portal with a data folder and ports of its own; nothing is left running. */
import { accessSync, constants, existsSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateClient } from "./build.mjs";
import { runLogged, runShown } from "./children.mjs";
import { WAREHOUSE_SCRIPT } from "./data.mjs";
import { endAll, leavingCode, listenForSignals } from "./ending.mjs";
import { judge } from "./judge.mjs";
import { endOrphans, takeFolder } from "./lock.mjs";
import { freePort } from "./ports.mjs";
import { runningOn } from "./postgres.mjs";
import { endProcess } from "./processes.mjs";
import { Stop, say } from "./say.mjs";
import { bringUp } from "./serve.mjs";
import { placeOf, settle } from "./settings.mjs";

const SAMPLE = path.join(".data", "test");
const OWN = path.join(".data", "test-own");
const TWENTY_ROWS = "warehouse/testing/twenty-rows";
const CANARIES = "warehouse/testing/canaries";
const NOT_FOR_TESTS =
  /^(CANDOR_|GOOGLE_|DATABASE_URL|BASE_URL|DATA_DIR|NEXTAUTH_|FIRST_ADMIN|SAMPLE_DATA|WAREHOUSE|BIGQUERY_|PORT$|\w+_PORT$)/;
const TRIAL = ["--test", "--test-reporter=spec", "scripts/launcher-trial.mjs"];
const SECONDS = 1_000;

export async function test() {
  listenForSignals();
  const results = [];
  const step = async (name, run) => {
    if (leavingCode() !== null) throw new Stop("Stopped.");
    say(`— ${name}`);
    const began = Date.now();
    const holds = await attempt(run);
    results.push({ name, holds, seconds: (Date.now() - began) / SECONDS });
    return holds;
  };
  try {
    const given = await settings(SAMPLE);
    const { place, variables } = settle(given);
    await generateClient(place, variables);
    // `npm test -- browser` leaves out what needs no portal.
    if (!process.argv.includes("browser")) {
      await step("check: format, lint, types, imports, dead code, structure", () =>
        shown(["scripts/check.mjs"], given),
      );
      await step("unit, database and proof tests", () => shown(["node_modules/vitest/vitest.mjs", "run"], given));
      await step("judge: texts for BigQuery by ZetaSQL", async () => (await judge([])) === 0);
    }
    await inPortal(step, given, ["sample"], async () => {});
    await step("launcher: second start, kill, Ctrl-C, failed migration", () => shown(TRIAL, given));
    await inPortal(step, { ...(await settings(OWN)), SAMPLE_DATA: "off" }, ["empty", "own"], loadTwentyRows);
  } finally {
    await endAll();
  }
  return tell(results);
}

/** Brings a portal up and takes it down; in between each project is tried in the browser, with `fill` before the last. */
async function inPortal(step, given, projects, fill) {
  let portal = null;
  await step(`${projects.at(-1)}: build, data, start`, async () => {
    portal = await bringUp({ given, command: "start", scale: "ci" });
    return true;
  });
  for (const project of projects) {
    await step(`${project}: browser tests`, async () => {
      if (portal === null) throw new Stop("The portal did not start, so there was nothing to try.");
      if (project === projects.at(-1)) await fill(portal);
      const env = { ...portal.variables, CHROMIUM_PATH: await chromium() };
      return shown(["node_modules/@playwright/test/cli.js", "test", `--project=${project}`], env);
    });
  }
  await endAll();
}

/** While the portal runs, as somebody would. */
async function loadTwentyRows({ place, variables }) {
  for (const words of [["load", TWENTY_ROWS], ["load", CANARIES], ["refresh"], ["verify"]]) {
    const failed = await runLogged(place, `warehouse-${words[0]}`, [...WAREHOUSE_SCRIPT, ...words], variables);
    if (failed !== null) throw new Stop(`The twenty rows could not be taken in. The log says why: ${failed}`);
  }
}

/** A fresh folder, free ports, and none of the settings of whoever runs the tests. */
async function settings(folder) {
  const place = placeOf(folder);
  const release = takeFolder(place, "a test run");
  await endOrphans(place);
  const left = runningOn(place.postgres);
  if (left !== null) await endProcess(left.pid, "SIGINT");
  release();
  rmSync(place.dataDir, { recursive: true, force: true });
  return freshPorts(folder);
}

/** This environment without what decides about a portal, with a folder and ports of its own. @param {string} folder */
export async function freshPorts(folder) {
  const given = Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_FOR_TESTS.test(name)));
  given.DATA_DIR = folder;
  for (const name of ["PORT", "ISSUER_PORT", "PG_PORT", "WAREHOUSE_PORT"]) given[name] = String(await freePort());
  return given;
}

async function attempt(run) {
  try {
    return await run();
  } catch (error) {
    process.stderr.write(`${error instanceof Stop ? error.message : error.stack}\n`);
    return false;
  }
}

async function shown(args, env) {
  return (await runShown(args, env)) === 0;
}

/** A browser that was given, the system's, or the one from npm. @returns {Promise<string>} */
export async function chromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) return given;
  if (existsSync("/usr/bin/chromium")) return "/usr/bin/chromium";
  // It unpacks into the folder for temporary files, where another user may have left theirs.
  if (!mayRun(path.join(tmpdir(), "chromium"))) {
    process.env.TMPDIR = path.resolve(".data", "browser");
    mkdirSync(process.env.TMPDIR, { recursive: true });
  }
  const { default: packed } = await import("@sparticuz/chromium");
  return packed.executablePath();
}

function mayRun(file) {
  if (!existsSync(file)) return true;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function tell(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  process.stdout.write("\n");
  for (const { name, holds, seconds } of results) {
    process.stdout.write(
      `${holds ? "passed" : "FAILED"}  ${name.padEnd(width)}  ${seconds.toFixed(0).padStart(4)} s\n`,
    );
  }
  const failed = results.filter(({ holds }) => !holds).length;
  const total = results.reduce((sum, { seconds }) => sum + seconds, 0);
  process.stdout.write(`\nsteps: ${results.length - failed} passed, ${failed} failed, ${total.toFixed(0)} s in all\n`);
  return failed === 0 ? 0 : 1;
}
