/** `npm run check`: format, lint, types, imports, dead code, structure. Every step runs; one failure fails it all. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const LEAST_MODULES = 100;
const CRUISED = ["app", "components", "lib", "warehouse", "scripts", "e2e"].filter((folder) => existsSync(folder));

const node = (file, ...words) => [process.execPath, [file, ...words]];
const STEPS = [
  ["format", node("node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off", ".")],
  [
    "lint",
    node(
      "node_modules/eslint/bin/eslint.js",
      "--max-warnings",
      "0",
      "--cache",
      "--cache-location",
      "node_modules/.cache/eslint",
      ".",
    ),
  ],
  ["types", node("node_modules/typescript/bin/tsc", "--noEmit", "-p", ".")],
  [
    "imports",
    node(
      "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
      ...CRUISED,
      "--config",
      ".dependency-cruiser.cjs",
    ),
  ],
  ["dead code", node("node_modules/knip/bin/knip.js", "--no-progress")],
  ["structure", node("scripts/check-structure.mjs")],
];

/** A cruiser that cannot read TypeScript finds nothing wrong, because it finds nothing. */
function cruisedEnough(output) {
  const [, modules] = /(\d+) modules/.exec(output) ?? [];
  return Number(modules ?? 0) > LEAST_MODULES;
}

function run([name, [command, words]]) {
  const began = Date.now();
  const { status, stdout, stderr } = spawnSync(command, words, { encoding: "utf8", maxBuffer: 64_000_000 });
  const blind = name === "imports" && !cruisedEnough(stdout);
  const holds = status === 0 && !blind;
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  process.stdout.write(`${holds ? "ok    " : "FAILED"} ${name} (${seconds} s)\n`);
  if (!holds) process.stdout.write(`${stdout}${stderr}\n`);
  if (blind)
    process.stdout.write(`Fewer than ${LEAST_MODULES} modules were cruised: the import law was not checked.\n`);
  return holds;
}

const only = process.argv[2];
const results = STEPS.filter(([name]) => only === undefined || name === only).map(run);
const failed = results.filter((holds) => !holds).length;
process.stdout.write(`check: ${results.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
