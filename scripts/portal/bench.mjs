/** `npm run bench -- --json FILE`: brings up portals of its own, measures, and says what holds. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { result } from "../bench/measure.mjs";
import { runLogged, runShown } from "./children.mjs";
import { WAREHOUSE_SCRIPT } from "./data.mjs";
import { endAll, listenForSignals } from "./ending.mjs";
import { Stop, say } from "./say.mjs";
import { bringUp } from "./serve.mjs";
import { chromium, freshPorts } from "./test.mjs";

const SMALL = path.join(".data", "bench");
const LARGE = path.join(".data", "bench-100k");
const IN_NODE = ["--conditions=react-server"];

export async function bench() {
  listenForSignals();
  const results = [];
  const measure = async (portal, script, env = {}) => {
    const out = path.join(portal.place.dataDir, "result.json");
    rmSync(out, { force: true });
    const args = [...IN_NODE, `scripts/bench/${script}.mjs`, ...(script === "customers" ? ["measure", out] : [out])];
    const code = await runShown(args, { ...portal.variables, ...env });
    if (code !== 0 || !existsSync(out)) throw new Stop(`The measurement ${script} did not come to an end.`);
    results.push(...JSON.parse(readFileSync(out, "utf8")));
  };
  try {
    const small = await bringUp({ given: await freshPorts(SMALL), command: "start", scale: "small" });
    say("Measuring compiler, permission and consent.");
    await measure(small, "engine");
    say("Measuring pages in the browser.");
    await measure(small, "pages", { CHROMIUM_PATH: await chromium() });
    await endAll();
    const large = await bringUp({
      given: { ...(await freshPorts(LARGE)), SAMPLE_DATA: "off" },
      command: "start",
      scale: "small",
    });
    await fillLarge(large);
    say("Measuring the customers list.");
    await measure(large, "customers");
  } finally {
    await endAll();
  }
  for (const millions of process.argv.includes("--full") ? [1, 10, 50] : [1, 10]) {
    results.push(...(await measureEvents(millions)));
  }
  results.push(...growth(results), ...firstStart());
  return tell(results);
}

/** A file of that many million events, made once: it stays for the next run. */
async function measureEvents(millions) {
  const folder = path.join(".data", "bench-events");
  const file = path.join(folder, `${millions}.duckdb`);
  const out = path.join(folder, "result.json");
  if (!existsSync(`${file}.made`)) {
    say(`Making ${millions} million events.`);
    const made = await runShown([...IN_NODE, "scripts/bench/make-events.mjs", file, `${millions}000000`], process.env);
    if (made !== 0) throw new Stop(`The ${millions} million events could not be made.`);
    writeFileSync(`${file}.made`, "");
  }
  say(`Measuring questions about ${millions} million events.`);
  rmSync(out, { force: true });
  const code = await runShown([...IN_NODE, "scripts/bench/events.mjs", file, out], process.env);
  if (code !== 0 || !existsSync(out))
    throw new Stop(`The measurement of ${millions} million events did not come to an end.`);
  return JSON.parse(readFileSync(out, "utf8"));
}

/** The dashboard's time over the most events, against that over the fewest. */
function growth(results) {
  const times = results.filter(({ scenario }) => scenario.endsWith("dashboard of 12 tiles from rollups, merged"));
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  const scenario = `the dashboard's time: ${last.scenario.split(":")[0]} over ${first.scenario.split(":")[0]}`;
  return [result({ scenario, value: last.value / first.value, unit: "x", target: 2, samples: first.samples })];
}

/** Once: the folder stays for the next run. */
async function fillLarge({ place, variables }) {
  const folder = path.join(place.dataDir, "folder");
  if (existsSync(path.join(folder, "loaded"))) return;
  say("Loading 100,000 accounts.");
  await runShown([...IN_NODE, "scripts/bench/customers.mjs", "write", folder], variables);
  const failed = await runLogged(place, "warehouse-load", [...WAREHOUSE_SCRIPT, "load", folder], variables);
  if (failed !== null) throw new Stop(`The accounts could not be loaded. The log says why: ${failed}`);
  writeFileSync(path.join(folder, "loaded"), "");
}

/** What the first start of this checkout took, as that start wrote it down, and what it takes on disk. */
function firstStart() {
  const found = [];
  const file = path.join(".data", "first-start.json");
  if (existsSync(file)) {
    const { seconds, installed } = JSON.parse(readFileSync(file, "utf8"));
    const scenario = `first start, ${installed ? "packages included" : "packages there already"}`;
    found.push(result({ scenario, value: seconds, unit: "s", target: installed ? 180 : 120, samples: 1 }));
  }
  const { stdout } = spawnSync("du", ["-sm", "node_modules", ".next"], { encoding: "utf8" });
  for (const [, size, folder] of stdout.matchAll(/^(\d+)\s+(\S+)$/gm)) {
    found.push(result({ scenario: `${folder} on disk`, value: Number(size), unit: "MB", target: null, samples: 1 }));
  }
  return found;
}

function tell(results) {
  const at = process.argv.indexOf("--json");
  if (at > 0 && process.argv[at + 1]) writeFileSync(process.argv[at + 1], `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write("\n");
  for (const { scenario, value, unit, target, holds, baseline } of results) {
    const verdict = holds === null ? "      " : holds ? "holds " : "MISSED";
    const wanted = target === null ? "" : ` (at most ${target})`;
    process.stdout.write(`${verdict}  ${scenario}: ${value} ${unit}${wanted}${baseline ? `, ${baseline}` : ""}\n`);
  }
  return results.every(({ holds }) => holds !== false) ? 0 : 1;
}
