/** One launcher per data folder, and the records by which a later one finds what an earlier one left behind. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { endGroup, isAlive, startOf } from "./processes.mjs";
import { Stop, say } from "./say.mjs";

/**
 * Takes the folder, or stops with a sentence that names who has it.
 * @param {import("./settings.mjs").Place} place @param {string} url
 */
export function takeFolder(place, url) {
  const file = path.join(place.dataDir, "launcher.json");
  const mine = JSON.stringify({ pid: process.pid, start: startOf(process.pid), url });
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, mine, { flag: "wx", mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const other = read(file);
    if (other !== null && isSame(other)) {
      throw new Stop(
        `Candor already runs on ${place.dataDir} (process ${other.pid}, ${other.url}). Stop it there with Ctrl-C, or set DATA_DIR to another folder.`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new Stop(`${file} could not be taken. Remove it and start again.`);
}

/** @param {import("./settings.mjs").Place} place @param {string} name @param {number} pid */
export function recordProcess(place, name, pid) {
  writeFileSync(path.join(place.run, `${name}.json`), JSON.stringify({ pid, start: startOf(pid) }), { mode: 0o600 });
}

/** @param {import("./settings.mjs").Place} place @param {string} name */
export function forgetProcess(place, name) {
  rmSync(path.join(place.run, `${name}.json`), { force: true });
}

/** Ends what a killed launcher left: only a process that is the recorded one by id and by its start. */
export async function endOrphans(place) {
  for (const entry of readdirSync(place.run).filter((name) => name.endsWith(".json"))) {
    const file = path.join(place.run, entry);
    const record = read(file);
    if (record !== null && isSame(record)) {
      say(`Ending ${path.basename(entry, ".json")}, left by an earlier start (process ${record.pid}).`);
      await endGroup(record.pid);
    }
    rmSync(file, { force: true });
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

function isSame({ pid, start }) {
  return Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid) && startOf(pid) === start;
}
