import { globSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { PERMISSIONS, type Permission, ROLES } from "#lib/access/permission.ts";
import { ROLE_PERMISSIONS } from "#lib/access/role.ts";
import { db, disconnect } from "#lib/db/client.ts";
import { operationOf } from "#lib/http/handle.ts";
import { ENDPOINTS } from "#lib/http/openapi.ts";
import { Problem } from "#lib/http/problem.ts";
import { freshDatabase, type TestDatabase } from "#lib/testing/database.ts";
import { type SignedIn, signedIn } from "#lib/testing/people.ts";

const BASE = "http://127.0.0.1:3000";
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;
type Route = {
  readonly method: string;
  readonly path: string;
  readonly handler: Handler;
  readonly permission: Permission;
};

const isHandler = (value: unknown): value is Handler => typeof value === "function";

const files = globSync("app/api/**/route.ts").toSorted();
const v1 = files.filter((file) => file.startsWith("app/api/v1/"));

async function routesOf(file: string): Promise<Route[]> {
  const module = z.record(z.string(), z.unknown()).parse({ ...(await import(path.resolve(file))) });
  const address = file
    .replace(/^app\/api\/v1/, "")
    .replace(/\/route\.ts$/, "")
    .replaceAll("[", "{")
    .replaceAll("]", "}");
  return METHODS.flatMap((method) => {
    const handler = module[method];
    if (!isHandler(handler)) return [];
    const op = operationOf(handler);
    if (op === undefined) throw new Error(`${method} ${address} is not handle(operation)`);
    return [{ method, path: address, handler, permission: op.permission }];
  });
}

const routes = (await Promise.all(v1.map(routesOf))).flat();

let database: TestDatabase;
const people = new Map<string, SignedIn>();

beforeAll(async () => {
  database = await freshDatabase();
  vi.stubEnv("DATABASE_URL", database.url);
  for (const role of ROLES) people.set(role, await signedIn(role));
  const gone = await signedIn("admin", "Gone Admin");
  await db().user.update({ where: { id: gone.id }, data: { disabledAt: new Date() } });
  people.set("disabled admin", gone);
});

afterAll(async () => {
  await disconnect();
  await database.drop();
  vi.unstubAllEnvs();
});

/** The smallest request that reaches the operation; its content is of no use to it. */
async function ask({ method, path: address, handler }: Route, cookie: string): Promise<Response> {
  const params = Object.fromEntries([...address.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, "nothing"]));
  const body = method === "GET" ? {} : { body: "{}" };
  const headers = { cookie, "content-type": "application/json" };
  const request = new Request(`${BASE}/api/v1${address}?_unknown=1`, { method, headers, ...body });
  return handler(request, { params: Promise.resolve(params) });
}

test("the walk sees every route file, and every file of /api/v1 holds operations only", () => {
  expect(v1.length).toBeGreaterThanOrEqual(14);
  expect(routes.length).toBeGreaterThanOrEqual(v1.length);
  expect(files.filter((file) => !v1.includes(file)).map((file) => file.split("/")[2])).toSatisfy((folders: string[]) =>
    folders.every((folder) => folder === "auth" || folder === "health"),
  );
});

test("openapi.json lists exactly the routes that exist, each with the permission it checks", () => {
  const listed = ENDPOINTS.map(([method, address, op]) => `${method.toUpperCase()} ${address} ${op.permission}`);
  const found = routes.map(({ method, path: address, permission }) => `${method} ${address} ${permission}`);
  expect(listed.toSorted()).toEqual(found.toSorted());
});

describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))("%s", (_name, route) => {
  test.each([
    ["nobody", ""],
    ["an outsider with a made-up session", "candor.session=made-up"],
  ])("%s: 401", async (_who, cookie) => {
    const response = await ask(route, cookie);
    expect(response.status).toBe(401);
    expect(Object.keys(Problem.parse(await response.json()))).toContain("requestId");
  });

  test("a disabled person: 401", async () => {
    expect((await ask(route, people.get("disabled admin")?.cookie ?? "")).status).toBe(401);
  });

  test.each(ROLES)("%s: as the matrix says", async (role) => {
    const response = await ask(route, people.get(role)?.cookie ?? "");
    const allowed = ROLE_PERMISSIONS[role].includes(route.permission);
    const { code } = Problem.parse(await response.json());
    // Allowed people get as far as their unknown parameter.
    expect([response.status, code]).toEqual(allowed ? [400, "invalid_input"] : [403, "forbidden"]);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
  });
});

test("openapi.json is well formed: parameters, bodies, answers and permissions of every operation", async () => {
  const route = routes.find(({ path: address }) => address === "/openapi.json");
  const response = await route?.handler(
    new Request(`${BASE}/api/v1/openapi.json`, { headers: { cookie: people.get("viewer")?.cookie ?? "" } }),
    { params: Promise.resolve({}) },
  );
  const Parameter = z.looseObject({ name: z.string(), in: z.enum(["path", "query", "header"]), required: z.boolean() });
  const Described = z.looseObject({
    summary: z.string().min(5),
    "x-permission": z.enum(PERMISSIONS),
    parameters: z.array(Parameter),
    responses: z.looseObject({ "200": z.looseObject({}), default: z.looseObject({}) }),
  });
  const Document = z.looseObject({
    openapi: z.literal("3.1.0"),
    paths: z.record(z.string(), z.record(z.string(), Described)),
  });
  const { paths } = Document.parse(await response?.json());
  expect(Object.keys(paths)).toHaveLength(v1.length);
  for (const [address, methods] of Object.entries(paths)) {
    const named = [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { parameters } of Object.values(methods)) {
      expect(parameters.filter((each) => each.in === "path").map(({ name }) => name)).toEqual(named);
    }
  }
  expect(paths["/users/{id}"]?.["patch"]?.parameters.map(({ name }) => name)).toEqual(["id", "If-Match"]);
});
