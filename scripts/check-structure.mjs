/** The shape of the tree: closed file names, sizes, no places where things are thrown, documents that are true. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Variables } from "#lib/env.ts";

const ENGINES = new Set(["access", "consent", "db", "http", "semantic", "testing", "warehouse"]);
const FEATURE_FILE = /^(model|contract|(service|store)(-[a-z]+)*|[a-z-]+(\.db|\.proof)?\.test)\.ts$/;
const THROWN = /^(utils?|helpers?|common|types?|misc|shared|lib)(\.[a-z]+)*$/;
const LIMITS = { code: 300, test: 600 };
const CODE = /\.(ts|tsx|mjs|cjs|css)$/;
const TEST = /(\.test\.|\.spec\.|\/testing\/|^e2e\/)/;
const SKIPPED = new Set(["node_modules", ".next", ".data", ".git", "generated", "test-results", "playwright-report"]);

const faults = [];
const fault = (file, sentence) => faults.push(`${file}: ${sentence}`);

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? walk(file) : [file];
  });
}

function checkName(file) {
  const parts = file.split(path.sep);
  const names = parts[0] === "lib" ? parts.slice(1) : parts;
  if (names.some((part) => THROWN.test(part))) fault(file, "name it after what it holds, not after its kind.");
  if (/(^|\/)index\.(ts|tsx|mjs)$/.test(file)) fault(file, "no barrels: import the file that holds the thing.");
  if (parts[0] === "lib" && parts.length > 2 && !ENGINES.has(parts[1])) checkFeatureFile(file, parts.slice(2));
}

function checkFeatureFile(file, [name, ...deeper]) {
  if (deeper.length === 0 && FEATURE_FILE.test(name)) return;
  fault(file, "a feature folder has model.ts, contract.ts, service*.ts, store*.ts and tests, nothing else.");
}

function checkSize(file) {
  if (!CODE.test(file)) return;
  const lines = readFileSync(file, "utf8").split("\n").length - 1;
  const limit = TEST.test(file) ? LIMITS.test : LIMITS.code;
  if (lines > limit) fault(file, `${lines} lines, at most ${limit}: split it by subject.`);
}

function checkWords(file) {
  if (!CODE.test(file)) return;
  const text = readFileSync(file, "utf8");
  const todo = /\b(TODO|FIXME|XXX|HACK)\b/.exec(text);
  if (todo && !file.endsWith("check-structure.mjs")) fault(file, `${todo[0]}: do it, or write an issue.`);
}

/** docs/operate.md has one row per variable, in the words of lib/env.ts. */
function checkVariables() {
  const file = "docs/operate.md";
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const rows = new Map(
    [...text.matchAll(/^\| `([A-Z_]+)` \| (.+) \|$/gm)].map(([, name, words]) => [name, words.trim()]),
  );
  for (const [name, schema] of Object.entries(Variables.shape)) {
    const words = describe(schema);
    if (rows.get(name) !== words) fault(file, `the row of ${name} must read: | \`${name}\` | ${words} |`);
    rows.delete(name);
  }
  for (const name of rows.keys()) fault(file, `${name} is described, but lib/env.ts does not know it.`);
}

function describe(schema) {
  return schema.description ?? schema.unwrap?.().description ?? "";
}

/** What npm ci would refuse, before somebody clones. */
function checkLock() {
  const words = ["ci", "--dry-run", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  const { status, stderr } = spawnSync("npm", words, { encoding: "utf8" });
  const missing = stderr.split("\n").filter((line) => /Missing:|Invalid:/.test(line));
  if (status !== 0 || missing.length > 0) fault("package-lock.json", missing.join("; ") || stderr.trim());
}

const files = walk(".").filter((file) => !file.startsWith("tools/"));
for (const file of files) {
  checkName(file);
  checkSize(file);
  checkWords(file);
}
checkVariables();
checkLock();
for (const line of faults) process.stderr.write(`${line}\n`);
process.stdout.write(`structure: ${files.length} files, ${faults.length} faults\n`);
process.exit(faults.length === 0 ? 0 : 1);
