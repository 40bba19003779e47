/** The processes of a start: each with its log, recorded, started anew when it dies, ended in order. */
import { spawn } from "node:child_process";
import { closeSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { atEnd } from "./ending.mjs";
import { forgetProcess, recordProcess } from "./lock.mjs";
import { endGroup, sleep } from "./processes.mjs";
import { Stop, say } from "./say.mjs";

const LONGEST_PAUSE = 15_000;
const CALM = 60_000;
const LOG_LIMIT = 10_000_000;

/** @param {import("./settings.mjs").Place} place @param {string} name */
function logFile(place, name) {
  const file = path.join(place.logs, `${name}.log`);
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT) renameSync(file, `${file}.1`);
  return file;
}

/** A group of its own, so that Ctrl-C reaches only the launcher; a file for its words, which outlives us. */
function launch(file, args, env) {
  const log = openSync(file, "a", 0o600);
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", log, log], detached: true });
  closeSync(log);
  return child;
}

/**
 * Starts a process, waits until `ready` says that it answers, and from then on starts it anew when it dies.
 * @param {import("./settings.mjs").Place} place
 * @param {{ name: string, args: readonly string[], env: Record<string, string | undefined>, ready: () => Promise<boolean>, patience?: number }} spec
 */
export async function keep(place, { name, args, env, ready, patience = 60_000 }) {
  const file = logFile(place, name);
  const state = { child: launch(file, args, env), ending: false, isUp: false, deaths: 0, since: Date.now() };
  const watch = () => {
    if (state.child.pid) recordProcess(place, name, state.child.pid);
    state.child.once("exit", (code, signal) => void revive(signal ?? `code ${code}`));
  };
  const revive = async (why) => {
    if (state.ending || !state.isUp) return;
    if (Date.now() - state.since > CALM) state.deaths = 0;
    const pause = Math.min(500 * 2 ** state.deaths++, LONGEST_PAUSE);
    say(`The ${name} ended (${why}); starting it again in ${pause / 1000} s. Its log: ${file}`);
    await sleep(pause);
    if (state.ending) return;
    state.child = launch(file, args, env);
    state.since = Date.now();
    watch();
  };
  const end = async () => {
    state.ending = true;
    await endGroup(state.child.pid);
    forgetProcess(place, name);
  };
  const drop = atEnd(`the ${name}`, end);
  watch();
  state.isUp = await waitFor(ready, () => state.child.exitCode === null && state.child.signalCode === null, patience);
  if (state.isUp || state.ending) return;
  drop();
  await end();
  throw new Stop(`The ${name} did not start. Its log says why: ${file}`);
}

async function waitFor(ready, alive, patience) {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline && alive()) {
    if (await ready()) return true;
    await sleep(100);
  }
  return false;
}

/** Whether an address answers without an error. @param {string} url @param {Record<string, string>} headers */
export async function answersAt(url, headers = {}) {
  try {
    const response = await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status < 400;
  } catch {
    return false;
  }
}

/**
 * Runs a Node program to its end, its words into a log of its own.
 * @returns {Promise<string | null>} the log when it failed, else null
 */
export async function runLogged(place, name, args, env) {
  const file = path.join(place.logs, `${name}.log`);
  rmSync(file, { force: true });
  const child = launch(file, args, env);
  const drop = atEnd(name, () => endGroup(child.pid));
  if (child.pid) recordProcess(place, name, child.pid);
  const code = await exitOf(child);
  drop();
  forgetProcess(place, name);
  // What it left in its group, as a build that failed leaves its workers.
  await endGroup(child.pid);
  return code === 0 ? null : file;
}

/** Runs a program to its end with its words on screen. @returns {Promise<number>} its exit code */
export async function runShown(args, env) {
  const child = spawn(process.execPath, args, { env, stdio: "inherit", detached: true });
  const drop = atEnd(args[0] ?? "a program", () => endGroup(child.pid));
  const code = await exitOf(child);
  drop();
  return code;
}

function exitOf(child) {
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
