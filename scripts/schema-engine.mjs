#!/usr/bin/env node
/**
 * Stands in for the schema-engine binary that the Prisma CLI would download: the same command line and the
 * same one-line JSON-RPC, answered by Prisma's own engine compiled to WebAssembly, over @prisma/adapter-pg.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

const CHAR_OID = 18;
const TEXT_OID = 25;
const require = createRequire(import.meta.url);

function readArguments(argv) {
  const given = { datamodels: [], datasource: {}, command: null, version: false };
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i];
    if (word === "--datamodels") given.datamodels.push([argv[++i], readFileSync(argv[i], "utf8")]);
    else if (word === "--datasource") given.datasource = JSON.parse(argv[++i]);
    else if (word === "--enabled-preview-features" || word === "--extension-types") i++;
    else if (word === "--version") given.version = true;
    else if (word === "cli") given.command = argv[++i];
  }
  return given;
}

const { datamodels, datasource, command, version } = readArguments(process.argv.slice(2));

function log(level, fields) {
  const line = { level, timestamp: new Date().toISOString(), target: "schema_engine::logger", fields };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

function databaseOf(url) {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || "postgres";
}

async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function userFacing(error, url) {
  const { hostname, port, username } = new URL(url);
  if (error.code === "3D000") return ["P1003", `Database \`${databaseOf(url)}\` does not exist`];
  if (error.code === "28P01" || error.code === "28000") {
    return [
      "P1000",
      `Authentication failed against database server, the credentials for \`${username}\` are not valid.`,
    ];
  }
  const server = `\`${hostname}:${port || 5432}\``;
  return ["P1001", `Can't reach database server at ${server}. (${error.code ?? error.message})`];
}

async function createDatabase(url) {
  const name = databaseOf(url);
  const admin = new URL(url);
  admin.pathname = "/postgres";
  await withClient(admin.href, (client) => client.query(`CREATE DATABASE "${name.replaceAll('"', '""')}"`));
  return { databaseName: name };
}

/** adapter-pg cannot read Postgres "char" columns: fetch them as text, hand them over as Character. */
function readCharColumns(adapter) {
  const { performIO, queryRaw } = adapter;
  adapter.performIO = async function performCharAware(query) {
    const answer = await performIO.call(this, query);
    const last = Array.isArray(answer) ? answer.at(-1) : answer;
    last.fields.forEach((field, index) => {
      if (field.dataTypeID !== CHAR_OID) return;
      field.dataTypeID = TEXT_OID;
      query.charColumns ??= [];
      query.charColumns.push(index);
    });
    return last;
  };
  adapter.queryRaw = async function queryCharAware(query) {
    const asked = { ...query };
    const result = await queryRaw.call(this, asked);
    for (const index of asked.charColumns ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
}

/** One connection per database, because the engine takes a session-level advisory lock. */
async function open(url, afterwards = async () => {}) {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const schema = new URL(url).searchParams.get("schema") ?? undefined;
  const adapter = await new PrismaPg(pool, { schema, disposeExternalPool: true }).connect();
  readCharColumns(adapter);
  // adapter-pg splits scripts at every ";", which breaks function bodies: the script goes whole.
  adapter.executeScript = async function executeWhole(script) {
    try {
      await pool.query(script);
    } catch (error) {
      this.onError(error);
    }
  };
  const { dispose } = adapter;
  adapter.dispose = async function disposeThen() {
    await dispose.call(this);
    await afterwards();
  };
  return adapter;
}

/** adapter-pg's own shadow connection would open the main database, so the shadow is made here. */
async function openShadow() {
  if (datasource.shadowDatabaseUrl) return open(datasource.shadowDatabaseUrl);
  const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
  await withClient(datasource.url, (client) => client.query(`CREATE DATABASE "${name}"`));
  const url = new URL(datasource.url);
  url.pathname = `/${name}`;
  const drop = () =>
    withClient(datasource.url, (client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
  return open(url.href, drop);
}

async function loadEngine() {
  const engine = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const entry = require.resolve("@prisma/schema-engine-wasm");
  const bytes = readFileSync(entry.replace(/schema_engine\.js$/, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": engine });
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    message: "",
    set_message(text) {
      this.message = text;
    },
  };
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engine;
}

async function newEngine() {
  const { SchemaEngine } = await loadEngine();
  const factory = {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => open(datasource.url),
    connectToShadowDb: openShadow,
  };
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  const options = { datamodels: datamodels.length > 0 ? datamodels : undefined };
  return { engine: await SchemaEngine.new(options, () => {}, bound), registry: bound.errorRegistry };
}

let starting = null;

function engineError(error, registry) {
  const id = /External error id#(\d+)/.exec(error?.message ?? "")?.[1];
  const inner = id === undefined ? undefined : registry.consumeError(Number(id))?.error;
  if (!inner) return error;
  const cause = inner.cause ?? inner;
  return new Error(cause.message ?? cause.originalMessage ?? JSON.stringify(cause), { cause: inner });
}

const METHODS = { getDatabaseVersion: "version" };
const NEEDS_SHADOW_CACHE = new Set(["evaluateDataLoss", "createMigration"]);
let nextPrint = 1_000_000;

function print(content) {
  const message = { jsonrpc: "2.0", id: nextPrint++, method: "print", params: { content } };
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function answer({ method, params }) {
  if (method === "createDatabase") return createDatabase(datasource.url);
  starting ??= newEngine();
  const { engine, registry } = await starting;
  try {
    // These two reach a shadow database only through the cache that devDiagnostic fills.
    if (NEEDS_SHADOW_CACHE.has(method)) {
      await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
    }
    const result = await engine[METHODS[method] ?? method](params ?? null);
    if (method !== "diff") return result ?? null;
    if (result.stdout != null) print(result.stdout);
    return { exitCode: result.exitCode, stdout: null };
  } catch (error) {
    throw engineError(error, registry);
  }
}

function refusal(error) {
  const data = {
    is_panic: false,
    message: error?.message ?? String(error),
    error_code: error?.code ?? error?.error_code,
    meta: error?.meta,
  };
  return { code: 4466, message: "An error happened. Check the data field for details.", data };
}

async function replyTo(request, turn) {
  try {
    return { jsonrpc: "2.0", id: request.id, result: await turn };
  } catch (error) {
    return { jsonrpc: "2.0", id: request.id, error: refusal(error) };
  }
}

/** Answers requests one at a time, in order, and ends when the input has ended and all are answered. */
function serve() {
  let queue = Promise.resolve();
  let pending = 0;
  let closed = false;
  const finish = () => {
    if (closed && pending === 0) process.exit(0);
  };
  const lines = createInterface({ input: process.stdin });
  lines.on("line", async (line) => {
    const request = parseLine(line);
    if (!request?.method) return;
    pending++;
    const turn = queue.then(() => answer(request));
    queue = turn.catch(() => {});
    const reply = await replyTo(request, turn);
    process.stdout.write(`${JSON.stringify(reply)}\n`, () => {
      pending--;
      finish();
    });
  });
  lines.on("close", () => {
    closed = true;
    finish();
  });
}

function parseLine(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function runCommand(name) {
  try {
    if (name === "can-connect-to-database") await withClient(datasource.url, (client) => client.query("select 1"));
    else if (name === "create-database") await createDatabase(datasource.url);
    else throw Object.assign(new Error(`not supported here: cli ${name}`), { code: "P9999" });
    log("INFO", { message: "ok" });
    return 0;
  } catch (error) {
    const [error_code, message] = userFacing(error, datasource.url);
    process.stderr.write("\n");
    log("ERROR", { message, error_code, is_panic: false });
    return 1;
  }
}

if (version) process.stdout.write("schema-engine-cli wasm\n");
else if (command !== null) process.exit(await runCommand(command));
else serve();
