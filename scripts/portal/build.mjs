/** Made things that are made again only when what they are made of has changed. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { runLogged } from "./children.mjs";
import { Stop, say } from "./say.mjs";
import { writeWhole } from "./settings.mjs";

const CLIENT_STAMP = "node_modules/.cache/candor/client";
const BUILD_STAMP = ".next/candor-sources";
const SOURCES = ["app", "components", "lib", "public", "prisma/schema.prisma", "package-lock.json", "package.json"];
const SETTINGS = ["next.config.mjs", "postcss.config.mjs", "tsconfig.json", "proxy.ts", "instrumentation.ts"];
const NOT_BUILT = /(\.test\.tsx?|\.test\.mjs)$/;

/** The typed database client, from the schema. */
export async function generateClient(place, variables) {
  const stamp = hashOf(["prisma/schema.prisma", "package-lock.json"]);
  if (existsSync("lib/db/generated/client.ts") && read(CLIENT_STAMP) === stamp) return;
  const failed = await runLogged(place, "generate", ["node_modules/prisma/build/index.js", "generate"], variables);
  if (failed !== null) throw new Stop(`The database client could not be generated. The log says why: ${failed}`);
  mkdirSync(path.dirname(CLIENT_STAMP), { recursive: true });
  writeWhole(CLIENT_STAMP, stamp);
}

/** The production build. A build that was cut off has no stamp and is made again. */
export async function build(place, variables) {
  const stamp = hashOf([...SOURCES, ...SETTINGS]);
  if (existsSync(".next/BUILD_ID") && read(BUILD_STAMP) === stamp) return;
  say("Building the portal.");
  const env = { ...variables, NODE_ENV: undefined };
  const failed = await runLogged(place, "build", ["node_modules/next/dist/bin/next", "build"], env);
  if (failed !== null) throw new Stop(`The portal could not be built. The log says why: ${failed}`);
  writeWhole(BUILD_STAMP, stamp);
}

function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** One text for all that stands in these files and folders, tests excepted. @param {readonly string[]} roots */
export function hashOf(roots) {
  const hash = createHash("sha256");
  for (const root of roots) {
    for (const file of filesUnder(root)) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(root) {
  if (!existsSync(root)) return [];
  if (!statSync(root).isDirectory()) return [root];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !NOT_BUILT.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(path.join("db", "generated")))
    .sort();
}
