import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { Statement } from "#lib/semantic/compiled.ts";
import type { Ground } from "#lib/warehouse/server/backend.ts";
import { Relations } from "#lib/warehouse/server/relations.ts";
import { runStatement } from "#lib/warehouse/server/statement.ts";

const EDITION = {
  alias: "w_1",
  dataClock: "2026-10-31",
  dataVersion: "one",
  isSample: false,
  lastPing: null,
  lastEvent: null,
  unseenSince: null,
};
const never = new AbortController().signal;

let instance: DuckDBInstance;

beforeEach(async () => {
  instance = await DuckDBInstance.create(":memory:");
  await connected((connection) =>
    connection.run(`CREATE SCHEMA s_1; CREATE SCHEMA s_2; ATTACH ':memory:' AS w_1;
    CREATE TABLE w_1.pings AS SELECT range AS n FROM range(10)`),
  );
});

afterEach(() => {
  instance.closeSync();
});

async function connected<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
  }
}

function groundOf(schema: string): Ground {
  const key = { epoch: 1, consentToday: "2026-11-25" };
  const snapshot = { key, hash: schema, intervals: [], accounts: [], instances: [], licences: [] };
  return { schema, snapshot, edition: EDITION };
}

/** Adds up the numbers below `below`; the filter is the asker's own. */
function asked(below: number, filter: string): Statement {
  const id = `ab${String(below)}`;
  const sql = "SELECT n FROM {{warehouse}}.pings WHERE n < $1";
  return {
    name: "rows",
    sql: `SELECT CAST(SUM(n) AS DOUBLE) FROM {{shared:${id}}} AS l WHERE ${filter}`,
    params: [],
    shared: [{ id, sql, params: [{ type: "number", value: below }] }],
  };
}

async function answer(relations: Relations, statement: Statement, ground = groundOf("s_1")): Promise<unknown> {
  const lease = await relations.lease(statement, ground, never);
  try {
    return await connected((connection) => runStatement(connection, lease.statement, ground, never));
  } finally {
    lease.release();
  }
}

async function tables(): Promise<string[]> {
  const found = await connected((connection) =>
    connection.runAndReadAll(
      "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name LIKE 's_%'",
    ),
  );
  return z
    .array(z.tuple([z.string()]))
    .parse(found.getRowsJson())
    .flat()
    .toSorted();
}

test("what statements have in common is one table, whatever each of them filters by", async () => {
  const relations = new Relations(connected);
  const both = [answer(relations, asked(5, "TRUE")), answer(relations, asked(5, "n > 2"))];
  expect(await Promise.all(both)).toEqual([[[10]], [[7]]]);
  expect(await answer(relations, asked(5, "n = 1"))).toEqual([[1]]);
  expect(await tables()).toEqual(["s_1.r_ab5_w_1"]);
});

test("it belongs to the snapshot that it was read under", async () => {
  const relations = new Relations(connected);
  await answer(relations, asked(5, "TRUE"));
  await answer(relations, asked(5, "TRUE"), groundOf("s_2"));
  expect(await tables()).toEqual(["s_1.r_ab5_w_1", "s_2.r_ab5_w_1"]);
  relations.forget("s_1");
  await connected((connection) => connection.run("DROP SCHEMA s_1 CASCADE; CREATE SCHEMA s_1"));
  expect(await answer(relations, asked(5, "TRUE"))).toEqual([[10]]);
});

test("the ones asked for longest ago are let go, never one that is being read", async () => {
  const relations = new Relations(connected, 9);
  const read = await relations.lease(asked(5, "TRUE"), groundOf("s_1"), never);
  await answer(relations, asked(3, "TRUE"));
  await answer(relations, asked(4, "TRUE"));
  expect(await tables()).toEqual(["s_1.r_ab4_w_1", "s_1.r_ab5_w_1"]);
  read.release();
  await answer(relations, asked(6, "TRUE"));
  expect(await tables()).toEqual(["s_1.r_ab6_w_1"]);
});

test("one that cannot be made fails its asker and is made by the next", async () => {
  const relations = new Relations(connected);
  const gone = new AbortController();
  gone.abort();
  await expect(relations.lease(asked(5, "TRUE"), groundOf("s_1"), gone.signal)).rejects.toThrow();
  expect(await answer(relations, asked(5, "TRUE"))).toEqual([[10]]);
});
