/**
 * The launcher: `node scripts/portal.mjs start|dev|test|bench|judge|verify|screenshots|warehouse`.
 * Needs nothing but Node and npm until it has installed the rest; then it goes on in the pinned Node.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { leavingCode } from "./portal/ending.mjs";
import { install } from "./portal/install.mjs";
import { BEGAN, Stop } from "./portal/say.mjs";

const OLDEST = [20, 11];
const COMMANDS = {
  start: () => import("./portal/serve.mjs").then(({ start }) => start()),
  dev: () => import("./portal/serve.mjs").then(({ dev }) => dev()),
  test: () => import("./portal/test.mjs").then(({ test }) => test()),
  bench: () => import("./portal/bench.mjs").then(({ bench }) => bench()),
  judge: () => import("./portal/judge.mjs").then(({ judge }) => judge()),
  verify: () => import("./portal/judge.mjs").then(({ verify }) => verify()),
  screenshots: () => import("./portal/aside.mjs").then(({ screenshots }) => screenshots()),
  warehouse: () => import("./portal/aside.mjs").then(({ warehouse }) => warehouse()),
};

process.chdir(path.resolve(import.meta.dirname, ".."));

try {
  process.exitCode = await main(process.argv[2] ?? "");
} catch (error) {
  const words = error instanceof Stop ? error.message : (error?.stack ?? String(error));
  if (leavingCode() === null) process.stderr.write(`\n${words}\n`);
  process.exitCode = error instanceof Stop ? error.code : 1;
}
process.exitCode = leavingCode(process.argv[2]) ?? process.exitCode;
// Whatever still holds the event loop is not waited for: all that must end has ended.
process.exit();

async function main(name) {
  const run = COMMANDS[name];
  if (run === undefined) throw new Stop(`Unknown command "${name}". One of: ${Object.keys(COMMANDS).join(", ")}.`, 2);
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new Stop(`Node ${process.versions.node} is too old. Install Node ${OLDEST.join(".")} or later.`);
  }
  process.env.CANDOR_BEGAN = String(BEGAN);
  if (await install()) process.env.CANDOR_INSTALLED = "yes";
  const pinned = path.resolve("node_modules/.bin/node");
  if (existsSync(pinned) && major < 24) return inPinnedNode(pinned);
  if (major < 24) throw new Stop("Node 24 comes from npm only for Linux. On this machine install Node 24 or later.");
  return run();
}

/** Goes on in the Node that the lock file pins. The channel ends with this process, and the other hears it. */
function inPinnedNode(pinned) {
  const PATH = `${path.resolve("node_modules/.bin")}${path.delimiter}${process.env.PATH ?? ""}`;
  const child = spawn(pinned, process.argv.slice(1), {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, PATH },
  });
  // A Ctrl-C reaches both; this process only waits. Other signals are handed on.
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
