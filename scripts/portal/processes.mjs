/** Questions about other processes, asked by process id. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** The whole command line of a process, or "" when there is none. @param {number} pid */
export function commandOf(pid) {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

/** When a process began, in its own unit: tells a process from a later one with the same id. @param {number} pid */
export function startOf(pid) {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    }
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

/** @param {number} ms */
export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Asks a process to end and waits; after `patience` it is made to.
 * @param {number} pid @param {NodeJS.Signals} signal @param {number} patience
 */
export async function endProcess(pid, signal = "SIGTERM", patience = 10_000) {
  if (!isAlive(pid)) return;
  process.kill(pid, signal);
  const deadline = Date.now() + patience;
  while (isAlive(pid) && Date.now() < deadline) await sleep(25);
  if (!isAlive(pid)) return;
  process.kill(pid, "SIGKILL");
  while (isAlive(pid) && Date.now() < deadline + 2_000) await sleep(25);
}

/** The leader of a group first, in peace; then whatever it left in its group. @param {number | undefined} pid */
export async function endGroup(pid) {
  if (!pid) return;
  await endProcess(pid);
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
