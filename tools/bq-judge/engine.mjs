/**
 * ZetaSQL, Google's own analyser and reference engine, as a process that answers one line of JSON with another:
 * `{id, op: "load", tables: [{name, columns: [{name, type}], rows}]}` → `{id, catalogue}`; `name` is the whole path;
 * `{id, op: "analyse", catalogue, sql, params: [{name, type}]}` → `{id, columns: [{name, type}]}`;
 * `{id, op: "run", catalogue, sql, params: [{name, type, value}]}` → `{id, columns, rows}`;
 * `{id, op: "drop", catalogue}` → `{id}`. Whatever fails answers `{id, error}`. It ends when its input does.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import grpc from "@grpc/grpc-js";
import protoLoader from "@grpc/proto-loader";
import { typeOf, typeProto, valueOf, valueProto } from "./values.mjs";

const home = path.dirname(createRequire(import.meta.url).resolve("@fivetrandevelopers/zetasql/package.json"));
const binaries = path.join(home, "lib", "zetasql");
const START_MS = 20_000;
const CALL_MS = 120_000;
const MOST_BYTES = 64 * 1024 * 1024;
/** Left out of the features: what tests of the engine itself and other products of Google need. */
const FOREIGN = /TEST_|PROTO_BASE|SPANNER_LEGACY_DDL|SQL_MACROS|DISABLE_ARRAY_|EXPERIMENTAL_MODULES/;
const BUILTIN = { definitions: [{ builtin: {} }] };

function binary() {
  const arm = process.arch === "arm64" ? "_arm" : "";
  if (process.platform === "darwin") return path.join(binaries, `remote_server${arm}`);
  if (process.platform === "linux") return path.join(binaries, `remote_server${arm}.so`);
  throw new Error(`ZetaSQL comes for Linux and macOS, not for ${process.platform}`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function clientAt(port) {
  const protos = path.join(binaries, "protos");
  const definition = protoLoader.loadSync(path.join(protos, "local_service.proto"), {
    includeDirs: [protos],
    longs: String,
    enums: String,
    oneofs: true,
  });
  const { ZetaSqlLocalService } = grpc.loadPackageDefinition(definition).zetasql.local_service;
  return new ZetaSqlLocalService(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": MOST_BYTES,
    "grpc.max_send_message_length": MOST_BYTES,
  });
}

function call(client, method, request) {
  return new Promise((resolve, reject) => {
    client[method](request, { deadline: Date.now() + CALL_MS }, (error, answer) =>
      error ? reject(new Error(error.details || error.message)) : resolve(answer),
    );
  });
}

async function languageOptions(client) {
  const options = await call(client, "getLanguageOptions", { maximumFeatures: true });
  return {
    ...options,
    productMode: "PRODUCT_EXTERNAL",
    nameResolutionMode: "NAME_RESOLUTION_DEFAULT",
    reservedKeywords: ["QUALIFY"],
    supportedStatementKinds: ["RESOLVED_QUERY_STMT"],
    enabledLanguageFeatures: options.enabledLanguageFeatures.filter((feature) => !FOREIGN.test(feature)),
  };
}

class Engine {
  constructor(client, language) {
    this.client = client;
    this.language = language;
  }

  async load({ tables }) {
    const simpleCatalog = {
      name: "warehouse",
      builtinFunctionOptions: { languageOptions: this.language },
      table: tables.map(({ name, columns }, index) => ({
        name,
        serializationId: index + 1,
        column: columns.map((column) => ({ name: column.name, type: typeProto(column.type) })),
      })),
    };
    const tableContent = Object.fromEntries(
      tables.map(({ name, columns, rows }) => {
        const row = rows.map((cells) => ({ cell: cells.map((cell, at) => valueProto(cell, columns[at].type)) }));
        return [name, { tableData: { row } }];
      }),
    );
    const request = { simpleCatalog, descriptorPoolList: BUILTIN, tableContent };
    const { registeredId } = await call(this.client, "registerCatalog", request);
    return { catalogue: registeredId };
  }

  async drop({ catalogue }) {
    await call(this.client, "unregisterCatalog", { registeredId: catalogue });
    return {};
  }

  options(params) {
    return {
      languageOptions: this.language,
      queryParameters: params.map(({ name, type }) => ({ name, type: typeProto(type) })),
      parameterMode: "PARAMETER_NAMED",
      errorMessageMode: "ERROR_MESSAGE_ONE_LINE",
      defaultTimezone: "UTC",
      pruneUnusedColumns: true,
    };
  }

  async analyse({ catalogue, sql, params }) {
    const request = {
      options: this.options(params),
      registeredCatalogId: catalogue,
      descriptorPoolList: BUILTIN,
      sqlStatement: sql,
    };
    const { resolvedStatement } = await call(this.client, "analyze", request);
    const columns = resolvedStatement.resolvedQueryStmtNode.outputColumnList;
    return { columns: columns.map(({ name, column }) => ({ name, type: typeOf(column.type) })) };
  }

  async run({ catalogue, sql, params }) {
    const request = {
      sql,
      options: this.options(params),
      registeredCatalogId: catalogue,
      descriptorPoolList: BUILTIN,
      params: params.map(({ name, type, value }) => ({ name, value: valueProto(value, type) })),
    };
    const { content, prepared } = await call(this.client, "evaluateQuery", request);
    const columns = prepared.columns.map(({ name, type }) => ({ name, type: typeOf(type) }));
    const rows = (content.tableData?.row ?? []).map(({ cell }) =>
      cell.map((one, at) => valueOf(one, columns[at].type)),
    );
    return { columns, rows };
  }
}

const OPERATIONS = ["load", "drop", "analyse", "run"];

async function answer(engine, line) {
  const { id, op, ...rest } = JSON.parse(line);
  try {
    if (!OPERATIONS.includes(op)) throw new Error(`unknown operation ${op}`);
    return { id, ...(await engine[op](rest)) };
  } catch (error) {
    return { id, error: error.message };
  }
}

async function main() {
  const port = await freePort();
  const server = spawn(binary(), ["127.0.0.1", String(port)], { stdio: ["ignore", "ignore", "ignore"] });
  process.on("exit", () => server.kill("SIGKILL"));
  server.once("exit", () => process.exit(1));
  const client = clientAt(port);
  await new Promise((resolve, reject) => {
    client.waitForReady(Date.now() + START_MS, (error) => (error ? reject(error) : resolve()));
  });
  const engine = new Engine(client, await languageOptions(client));
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
  const lines = createInterface({ input: process.stdin });
  lines.on("line", async (line) => process.stdout.write(`${JSON.stringify(await answer(engine, line))}\n`));
  lines.on("close", () => process.exit(0));
}

await main();
