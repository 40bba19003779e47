/** What the launcher hands to the processes it starts, and where it keeps things. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "#lib/env.ts";
import { SettingError } from "#lib/setting-error.ts";
import { Stop } from "./say.mjs";

/** Settings that would put the demo's invented people and data beside somebody's own. */
const FOREIGN = /^(DATABASE_URL|BIGQUERY_.*|WAREHOUSE_FILE)$/;

/**
 * @typedef {object} Place
 * @property {string} dataDir absolute
 * @property {string} logs
 * @property {string} run records of running processes
 * @property {string} postgres
 * @property {string} samples
 */

/** @param {string} dataDir @returns {Place} */
export function placeOf(dataDir) {
  const root = path.resolve(dataDir);
  const place = {
    dataDir: root,
    logs: path.join(root, "logs"),
    run: path.join(root, "run"),
    postgres: path.join(root, "postgres"),
    samples: path.join(root, "sample"),
  };
  for (const folder of [root, place.logs, place.run]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return place;
}

/**
 * The settings of this start, complete for every process, and checked as the processes will check them.
 * @param {Record<string, string | undefined>} given
 */
export function settle(given) {
  const mode = given.CANDOR_MODE || "demo";
  if (mode === "demo") refuseForeignParts(given);
  const place = placeOf(given.DATA_DIR || ".data");
  const variables = {
    ...given,
    CANDOR_MODE: mode,
    DATA_DIR: place.dataDir,
    NEXT_TELEMETRY_DISABLED: "1",
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    WAREHOUSE_TOKEN: randomBytes(24).toString("hex"),
  };
  if (mode === "demo") variables.NEXTAUTH_SECRET ||= keptSecret(path.join(place.dataDir, "secret"));
  const env = checked(variables);
  variables.BASE_URL = env.baseUrl;
  variables.NEXTAUTH_URL = env.baseUrl;
  variables.PORT = String(env.ports.web);
  variables.WAREHOUSE_URL = `http://127.0.0.1:${env.warehouse.port}`;
  variables.WAREHOUSE_FILE = path.resolve(env.warehouse.file);
  return { env, place, variables, ownDatabase: Boolean(given.DATABASE_URL), wishesSample: wishOf(given) };
}

function checked(variables) {
  try {
    return parseEnv(variables);
  } catch (error) {
    if (error instanceof SettingError) throw new Stop(error.message);
    throw error;
  }
}

function refuseForeignParts(given) {
  const name = Object.keys(given).find((key) => FOREIGN.test(key) && given[key]);
  if (name === undefined) return;
  throw new Stop(
    `${name} is set, and in demo mode anybody on this machine may sign in as an Admin. Set CANDOR_MODE=production, or unset ${name}.`,
  );
}

function wishOf(given) {
  return given.SAMPLE_DATA === "on" || given.SAMPLE_DATA === "off" ? given.SAMPLE_DATA : null;
}

function keptSecret(file) {
  if (!existsSync(file)) writeWhole(file, `${randomBytes(32).toString("hex")}\n`);
  return readFileSync(file, "utf8").trim();
}

/** Written aside and renamed: the file is there whole, or not at all. @param {string} file @param {string} text */
export function writeWhole(file, text) {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, text, { mode: 0o600 });
  renameSync(aside, file);
}
