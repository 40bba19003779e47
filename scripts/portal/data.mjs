/** What the data folder holds: sample data that this launcher made, or somebody's own. */
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { hashOf } from "./build.mjs";
import { runLogged } from "./children.mjs";
import { emptyDatabase } from "./database.mjs";
import { Stop, say } from "./say.mjs";
import { writeWhole } from "./settings.mjs";

/** Scripts read the same files as the portal, whose server-only guard holds outside React's server too. */
export const WAREHOUSE_SCRIPT = ["--conditions=react-server", "scripts/warehouse.ts"];
export const WAREHOUSE_SERVER = ["--conditions=react-server", "scripts/warehouse-server.ts"];
const SEED = ["--conditions=react-server", "scripts/seed.ts"];

const KINDS = { on: "sample", off: "own" };

const markOf = (place) => path.join(place.dataDir, "data.json");

function readMark(place) {
  if (!existsSync(markOf(place))) return null;
  try {
    return JSON.parse(readFileSync(markOf(place), "utf8"));
  } catch {
    throw new Stop(`${markOf(place)} cannot be read. Move ${place.dataDir} away and start again.`);
  }
}

/**
 * Which kind of data this start serves. The folder decides; a wish that contradicts it stops the start,
 * so that invented customers and real ones never mix.
 * @param {import("./settings.mjs").Place} place @param {"on" | "off" | null} wish @param {string} mode
 * @returns {"sample" | "own"}
 */
export function kindOfData(place, wish, mode) {
  const wished = KINDS[wish] ?? null;
  const mark = readMark(place);
  if (mark === null || mark.state !== "ready") return wished ?? (mode === "production" ? "own" : "sample");
  refuseMix(place, mark.kind, wished, mode);
  return mark.kind;
}

function refuseMix(place, kind, wished, mode) {
  const holds = `${place.dataDir} holds ${kind === "sample" ? "sample data" : "data of your own"}`;
  const elsewhere = "Set DATA_DIR to another folder.";
  if (wished !== null && wished !== kind) throw new Stop(`${holds}, and SAMPLE_DATA says otherwise. ${elsewhere}`);
  if (kind === "sample" && mode === "production") throw new Stop(`${holds}, which production refuses. ${elsewhere}`);
}

/** Whether a start was cut off while it made sample data, of which nobody has seen anything. */
export function isHalfMade(place) {
  return readMark(place)?.state === "making";
}

/** Whether this folder's data is whole. */
export function isMade(place) {
  return readMark(place)?.state === "ready";
}

/** Takes half-made sample data away. */
export async function clearHalfMade(place, variables) {
  say("An earlier start was cut off while it made the sample data; making it again.");
  await emptyDatabase(variables.DATABASE_URL);
  rmSync(place.samples, { recursive: true, force: true });
  for (const end of ["", ".raw", ".raw.wal"]) rmSync(`${variables.WAREHOUSE_FILE}${end}`, { force: true });
  rmSync(markOf(place), { force: true });
}

/** Groups and, with sample data, the invented people: every start, without changing what is there. */
export async function seed(place, variables) {
  await step(place, "seed", SEED, variables, "The groups and people could not be set up");
}

/** Generates, loads and checks the sample once; marks the folder when it is whole. */
export async function makeData(place, variables, kind, scale) {
  if (isMade(place)) {
    await renewData(place, variables, kind);
    return;
  }
  if (kind === "own") {
    mark(place, { kind, state: "ready" });
    return;
  }
  mark(place, { kind, state: "making" });
  say(`Making the sample data (scale ${scale}).`);
  const folder = path.join(place.samples, "folder");
  await run(place, variables, [
    ["generate", "--scale", scale, "--out", folder],
    ["load", folder],
    ["refresh"],
    ["verify"],
  ]);
  mark(place, { kind, state: "ready" });
}

/**
 * Data made by another version of the warehouse: sample telemetry is made anew as it was wished for, the registry with
 * all that was changed in it stays; one's own is built anew from what was loaded.
 */
async function renewData(place, variables, kind) {
  if (readMark(place).madeBy === madeBy()) return;
  const stored = `${variables.WAREHOUSE_FILE}.raw`;
  if (kind === "own") {
    if (existsSync(stored)) {
      say("Building the warehouse anew for this version.");
      await run(place, variables, [["refresh"], ["verify"]]);
    }
  } else {
    await renewSample(place, variables);
  }
  mark(place, { kind, state: "ready" });
}

async function renewSample(place, variables) {
  const folder = path.join(place.samples, "folder");
  const { as_of: asOf, seed: number, scale } = JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8"));
  say(`Making the sample data anew for this version (scale ${scale}).`);
  const next = `${folder}.next`;
  rmSync(next, { recursive: true, force: true });
  const wish = ["--scale", scale, "--as-of", asOf, "--seed", String(number)];
  await run(place, variables, [["generate", ...wish, "--out", next]]);
  rmSync(folder, { recursive: true, force: true });
  renameSync(next, folder);
  for (const end of ["", ".raw", ".raw.wal"]) rmSync(`${variables.WAREHOUSE_FILE}${end}`, { force: true });
  await run(place, variables, [["load", folder], ["refresh"], ["verify"]]);
}

/** What decides how data are made and kept. */
function madeBy() {
  const files = ["columns", "schema", "schema-accounts", "schema-pings", "event-catalogue", "raw"];
  return hashOf([
    ...files.map((name) => `warehouse/${name}.ts`),
    "warehouse/generate",
    "warehouse/load",
    "warehouse/refresh",
  ]);
}

async function run(place, variables, steps) {
  for (const words of steps) {
    const what = `The sample data could not be made (${words[0]})`;
    await step(place, `warehouse-${words[0]}`, [...WAREHOUSE_SCRIPT, ...words], variables, what);
    say(`  ${words[0]}: done`);
  }
}

function mark(place, content) {
  writeWhole(markOf(place), `${JSON.stringify({ ...content, madeBy: madeBy(), at: new Date().toISOString() })}\n`);
}

async function step(place, name, args, variables, what) {
  const failed = await runLogged(place, name, args, variables);
  if (failed !== null) throw new Stop(`${what}. The log says why: ${failed}`);
}
