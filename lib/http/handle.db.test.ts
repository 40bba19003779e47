import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { operation } from "#lib/access/operation.ts";
import { disconnect } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import { handle } from "#lib/http/handle.ts";
import { Problem } from "#lib/http/problem.ts";
import { freshDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { type SignedIn, signedIn } from "#lib/testing/people.ts";

const BASE = "http://127.0.0.1:3000";
let database: TestDatabase;
let chidi: SignedIn;

const received: unknown[] = [];

/** Gives back what it was asked, and fails on demand. */
const echo = handle(
  operation({
    summary: "Echo",
    permission: "explore.run",
    input: z.strictObject({
      id: z.string().max(20),
      note: z.string().max(2_000_000).default(""),
      tier: z.coerce.number().int().min(0).max(3).nullable().default(null),
      tree: z.unknown().optional(),
      filters: z.record(z.string(), z.string()).default({}),
      ifMatch: z.string().nullable(),
    }),
    output: z.object({ id: z.string(), tier: z.int().nullable(), ifMatch: z.string().nullable() }),
    run(_grant, input) {
      received.push(input);
      if (input.note === "unavailable") throw new AppError("consent_unknown", "Consent is not known just now.");
      if (input.note === "boom") throw new Error("relation secret_table does not exist at /srv/lib/db.ts");
      if (input.note === "leak") return Promise.resolve(Object.assign({ ...input }, { id: 7 }));
      return Promise.resolve(input);
    },
  }),
);

type Sent = {
  readonly body?: BodyInit;
  readonly headers?: Record<string, string>;
  readonly query?: string;
  readonly params?: unknown;
};

async function send(method: string, { body, headers = {}, query = "", params = { id: "a" } }: Sent = {}) {
  const init = body === undefined ? {} : { body };
  const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  const request = new Request(`${BASE}/api/v1/echo${query}`, {
    method,
    headers: { cookie: chidi.cookie, ...json, ...headers },
    ...init,
  });
  const response = await echo(request, { params: Promise.resolve(params) });
  const text = await response.text();
  return { response, status: response.status, text, problem: () => Problem.parse(JSON.parse(text)) };
}

beforeAll(async () => {
  database = await freshDatabase();
  vi.stubEnv("DATABASE_URL", database.url);
  chidi = await signedIn("creator", "Chidi Okafor");
});

afterAll(async () => {
  await disconnect();
  await database.drop();
  vi.unstubAllEnvs();
});

describe("a good request", () => {
  test("is path, query, body and If-Match in one, and is never kept by a cache", async () => {
    const { response, text } = await send("PATCH", {
      body: '{"note":"n"}',
      query: "?tier=2",
      headers: { "if-match": '"7"' },
    });
    expect(JSON.parse(text)).toEqual({ id: "a", tier: 2, ifMatch: "7" });
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("needs no body", async () => {
    expect((await send("DELETE")).status).toBe(200);
    expect((await send("GET")).status).toBe(200);
  });

  test("of the portal's own pages passes", async () => {
    expect(
      (await send("POST", { body: "{}", headers: { origin: BASE, "sec-fetch-site": "same-origin" } })).status,
    ).toBe(200);
  });
});

describe("who asks", () => {
  test.each<[string, Record<string, string>]>([
    ["nobody", { cookie: "" }],
    ["an unknown session", { cookie: "candor.session=x" }],
    ["a session with control characters", { cookie: "candor.session=%00%E0%A4%A" }],
    ["two different sessions", { cookie: "candor.session=x; candor.session=y" }],
    ["an unknown token", { authorization: "Bearer cndr_x" }],
    ["a malformed token", { authorization: "Bearer %E0%A4%A" }],
    ["an empty Authorization", { authorization: "" }],
    ["another scheme", { authorization: "Basic YTpi" }],
  ])("%s is not signed in", async (_name, headers) => {
    const { status, response, problem } = await send("POST", { body: "not json", headers });
    expect(status).toBe(401);
    expect(problem().code).toBe("unauthenticated");
    expect(response.headers.get("www-authenticate")).toContain("Bearer");
  });

  test("somebody without the permission hears which one, and whom it takes", async () => {
    const vera = await signedIn("viewer");
    const { status, problem } = await send("GET", { headers: { cookie: vera.cookie } });
    expect(status).toBe(403);
    expect(problem()).toMatchObject({ code: "forbidden", details: { permission: "explore.run", role: "viewer" } });
  });

  test.each<[string, Record<string, string>]>([
    ["origin", { origin: "https://evil.example" }],
    ["origin of another port", { origin: "http://127.0.0.1:3001" }],
    ["opaque origin", { origin: "null" }],
    ["cross-site", { "sec-fetch-site": "cross-site" }],
    ["same-site", { "sec-fetch-site": "same-site" }],
  ])("a write of another site is refused: %s", async (_name, headers) => {
    const before = received.length;
    expect((await send("POST", { body: "{}", headers })).status).toBe(403);
    expect(received).toHaveLength(before);
  });
});

describe("bad input", () => {
  const nested = (depth: number): string => `{"tree":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  test.each<[string, Sent, number, string]>([
    ["malformed JSON", { body: '{"note":' }, 400, "invalid_input"],
    ["a list", { body: "[]" }, 400, "invalid_input"],
    ["null", { body: "null" }, 400, "invalid_input"],
    [
      "an empty body said to be JSON",
      { body: "", headers: { "content-type": "application/json" } },
      400,
      "invalid_input",
    ],
    ["text/plain", { body: "{}", headers: { "content-type": "text/plain" } }, 415, "unsupported_media_type"],
    [
      "a form",
      { body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } },
      415,
      "unsupported_media_type",
    ],
    ["not UTF-8", { body: new Uint8Array([0x7b, 0xff, 0x7d]) }, 400, "invalid_input"],
    ["an unknown key", { body: '{"role":"admin"}' }, 400, "invalid_input"],
    ["__proto__", { body: '{"__proto__":{"admin":true}}' }, 400, "invalid_input"],
    ["__proto__ inside, escaped", { body: '{"filters":{"\\u005f_proto__":"x"}}' }, 400, "invalid_input"],
    ["__proto__ in the query", { query: "?__proto__=x", body: "{}" }, 400, "invalid_input"],
    ["a NUL", { body: '{"note":"a\\u0000b"}' }, 400, "invalid_input"],
    ["half a surrogate pair", { body: '{"note":"\\ud800"}' }, 400, "invalid_input"],
    ["a repeated parameter", { query: "?tier=1&tier=2", body: "{}" }, 400, "invalid_input"],
    ["a parameter as a list", { query: "?tier[]=1", body: "{}" }, 400, "invalid_input"],
    ["an operator as a parameter", { query: "?tier[$ne]=1", body: "{}" }, 400, "invalid_input"],
    ["a broken escape", { query: "?tier=%E0%A4%A", body: "{}" }, 400, "invalid_input"],
    ["a key both in path and body", { body: '{"id":"b"}' }, 400, "invalid_input"],
    ["If-Match in the body", { body: '{"ifMatch":"7"}' }, 400, "invalid_input"],
    ["tier 9", { query: "?tier=9", body: "{}" }, 400, "invalid_input"],
    ["tier 1e9", { query: "?tier=1e9", body: "{}" }, 400, "invalid_input"],
    ["1e400", { body: '{"tier":1e400}' }, 400, "invalid_input"],
    ["deep nesting", { body: nested(200_000) }, 400, "invalid_input"],
    ["more than 1 MB", { body: `{"note":"${"x".repeat(1_100_000)}"}` }, 413, "too_large"],
    ["an endless query", { query: `?note=${"x".repeat(20_000)}`, body: "{}" }, 413, "too_large"],
    ["If-Match *", { body: "{}", headers: { "if-match": "*" } }, 400, "invalid_input"],
    ["a list of If-Match", { body: "{}", headers: { "if-match": '"1", "2"' } }, 400, "invalid_input"],
    ["a weak If-Match", { body: "{}", headers: { "if-match": 'W/"1"' } }, 400, "invalid_input"],
    ["an endless If-Match", { body: "{}", headers: { "if-match": `"${"1".repeat(500)}"` } }, 400, "invalid_input"],
  ])("%s is refused and nothing runs", async (_name, sent, status, code) => {
    const before = received.length;
    const answer = await send("POST", sent);
    expect(answer.status).toBe(status);
    expect(answer.problem().code).toBe(code);
    expect(answer.response.headers.get("content-type")).toBe("application/problem+json");
    expect(received).toHaveLength(before);
    expect(Reflect.get({}, "admin")).toBeUndefined();
  });

  test("a body that only turns out too large while it is read is cut off", async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(64 * 1024).fill(32));
      },
    });
    const init = {
      method: "POST",
      headers: { cookie: chidi.cookie, "content-type": "application/json" },
      duplex: "half",
    };
    const response = await echo(new Request(`${BASE}/api/v1/echo`, { ...init, body }), {
      params: Promise.resolve({ id: "a" }),
    });
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(40);
  });

  test("the place is named, with what would be right", async () => {
    const unknown = await send("POST", { body: '{"role":"admin"}' });
    expect(unknown.problem()).toMatchObject({ suggestion: "Leave out: role" });
    const malformed = await send("POST", { body: '{"note" 1}' });
    expect(malformed.problem().offset).toBe(8);
  });
});

describe("failure", () => {
  test("of something unexpected says nothing about it but an id to quote", async () => {
    const { status, text, problem, response } = await send("POST", { body: '{"note":"boom"}' });
    expect(status).toBe(500);
    expect(problem().code).toBe("internal");
    expect(problem().detail).toContain(response.headers.get("x-request-id"));
    expect(text).not.toMatch(/secret_table|srv|\.ts|Error/);
  });

  test("an answer that does not fit its contract does not leave", async () => {
    const { status, text } = await send("POST", { body: '{"note":"leak"}' });
    expect(status).toBe(500);
    expect(text).not.toContain("7,");
  });

  test("that passes says when to try again", async () => {
    const { status, response, problem } = await send("POST", { body: '{"note":"unavailable"}' });
    expect([status, response.headers.get("retry-after"), problem().code]).toEqual([503, "5", "consent_unknown"]);
  });

  test("of Postgres is 503 in words, and over as soon as Postgres is back", async () => {
    await disconnect();
    vi.stubEnv("DATABASE_URL", "postgresql://candor@127.0.0.1:9/candor");
    const { status, response, problem, text } = await send("GET");
    expect([status, response.headers.get("retry-after"), problem().code]).toEqual([503, "5", "registry_unavailable"]);
    expect(text).not.toMatch(/ECONN|prisma|127\.0\.0\.1/i);
    await disconnect();
    vi.stubEnv("DATABASE_URL", database.url);
    expect((await send("GET")).status).toBe(200);
  });
});
