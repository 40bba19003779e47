/** `npm ci` when node_modules is not what the lock file says, with the progress on screen. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { Stop, say } from "./say.mjs";

const LOG = ".data/logs/install.log";
/** Measured on linux-x64 from an empty npm cache; said before the download begins. */
const DOWNLOAD_MB = 600;
const DISK_GB = 1.4;

/** Installs what is missing; does nothing, quickly, when nothing is. @returns {Promise<boolean>} whether it did */
export async function install() {
  if (isInstalled()) return false;
  const wanted = packagesOf("package-lock.json").filter((entry) => fits(entry));
  say(`Installing ${wanted.length} packages: about ${DOWNLOAD_MB} MB to download, ${DISK_GB} GB on disk.`);
  mkdirSync(path.dirname(LOG), { recursive: true });
  const log = openSync(LOG, "w");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const child = spawn(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { stdio: ["ignore", log, log] });
  const ticker = setInterval(() => tell(wanted), 3_000);
  const code = await new Promise((resolve) => {
    child.once("error", () => resolve(127));
    child.once("exit", (status) => resolve(status ?? 1));
  });
  clearInterval(ticker);
  if (code === 127) throw new Stop("npm was not found. Install Node with npm, 20.11 or later.");
  if (code !== 0) throw new Stop(`The packages could not be installed: ${lastLine()} (all of it in ${LOG}).`);
  if (!isInstalled()) throw new Stop("The packages were installed, but not as package-lock.json says. Try again.");
  if (existsSync(".git")) spawnSync(path.resolve("node_modules/.bin/lefthook"), ["install"], { stdio: "ignore" });
  say("Installed.");
  return true;
}

function tell(wanted) {
  const there = wanted.filter((entry) => existsSync(path.join(entry.place, "package.json"))).length;
  say(`  ${there} of ${wanted.length} packages`);
}

function lastLine() {
  const lines = readFileSync(LOG, "utf8").trim().split("\n");
  return lines.find((line) => /npm (error|ERR!)/.test(line)) ?? lines.at(-1) ?? "npm gave no reason";
}

function packagesOf(file) {
  const { packages } = JSON.parse(readFileSync(file, "utf8"));
  return Object.entries(packages)
    .filter(([place]) => place !== "")
    .map(([place, entry]) => ({ place, ...entry }));
}

/**
 * npm writes its own lock into node_modules last of all, so a half-made folder has none.
 * @param {string} folder a folder with a package.json and lock of its own
 */
export function isInstalled(folder = ".") {
  const own = path.join(folder, "node_modules/.package-lock.json");
  if (!existsSync(own)) return false;
  const there = new Map(packagesOf(own).map(({ place, version }) => [place, version]));
  return packagesOf(path.join(folder, "package-lock.json")).every(({ place, version, optional, peer }) => {
    const found = there.get(place);
    return found === version || (found === undefined && (optional === true || peer === true));
  });
}

function fits({ os, cpu, libc, optional }) {
  if (optional !== true) return true;
  const allows = (list, value) => list === undefined || list.includes(value);
  return allows(os, process.platform) && allows(cpu, process.arch) && allows(libc, "glibc");
}
