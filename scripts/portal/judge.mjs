/** `npm run bq:judge`: ZetaSQL, in a package of its own because of its size, judges what is written for BigQuery. */
import { spawnSync } from "node:child_process";
import { runShown } from "./children.mjs";
import { isInstalled } from "./install.mjs";
import { Stop, say } from "./say.mjs";

const FOLDER = "tools/bq-judge";
const DOWNLOAD_MB = 115;
const DISK_MB = 355;
const CI = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];

function installJudge() {
  if (isInstalled(FOLDER)) return;
  say(`Installing the judge for BigQuery: about ${DOWNLOAD_MB} MB to download, ${DISK_MB} MB on disk.`);
  const { status, stderr } = spawnSync("npm", CI, { cwd: FOLDER, encoding: "utf8" });
  if (status !== 0 || !isInstalled(FOLDER))
    throw new Stop(`The judge for BigQuery could not be installed: ${(stderr ?? "npm was not found").trim()}`);
}

/** @param {readonly string[]} words @returns {Promise<number>} its exit code */
export function judge(words = process.argv.slice(3)) {
  if (process.platform === "win32") {
    say("NOT JUDGED: ZetaSQL comes for Linux and macOS only. What is written for BigQuery was not judged here.");
    return Promise.resolve(0);
  }
  installJudge();
  return runShown(["scripts/bq-judge.ts", ...words], { ...process.env, LOG_LEVEL: "silent" });
}

/** `npm run bq:verify`: the same texts on a live project. @param {readonly string[]} words @returns {Promise<number>} */
export function verify(words = process.argv.slice(3)) {
  return runShown(["scripts/bq-verify.ts", ...words], process.env);
}
