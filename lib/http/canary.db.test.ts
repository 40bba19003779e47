import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { ROLES } from "#lib/access/permission.ts";
import { recordOptOut } from "#lib/customers/service.ts";
import { db } from "#lib/db/client.ts";
import { handle } from "#lib/http/handle.ts";
import { ENDPOINTS } from "#lib/http/openapi.ts";
import { type Ask, type Known, WALK } from "#lib/http/testing/canary-walk.ts";
import { signedIn } from "#lib/testing/people.ts";
import { actorWith, type RegistryDatabase, registryDatabase } from "#lib/testing/registry-database.ts";
import { loadHere, serve, TWENTY_ROWS, warehouseFolder } from "#lib/warehouse/testing/served-folder.ts";
import { refresh } from "#warehouse/refresh/refresh.ts";

const BASE = "http://127.0.0.1:3000/api/v1";
/** Texts and numbers of `warehouse/testing/canaries` that no answer may hold; `zqoptout` is judged apart. */
const NEVER = /zq(before|stray|cedar|bramble|drift)|98765\d{4}/;
/** The customers' own figures stay below; whatever adds a canary in is far above. */
const CEILING = 5_000;
/** What belongs to us alone: the engine's words, our files, a stack. */
const INSIDE =
  /(Binder|Catalog|Parser|Conversion|Constraint) Error|\bat \S+\.[mc]?[jt]s:\d+|node_modules|\.duckdb|prisma\./i;
const LONG = 600_000;

let registry: RegistryDatabase;
let folder: Awaited<ReturnType<typeof warehouseFolder>>;
let server: Awaited<ReturnType<typeof serve>>;
let known: Known;
const cookies = new Map<string, string>();

beforeAll(async () => {
  registry = await registryDatabase();
  folder = await warehouseFolder();
  await loadHere(TWENTY_ROWS, folder.file);
  await loadHere(path.resolve("warehouse/testing/canaries"), folder.file);
  await refresh(folder.file);
  server = await serve(folder.file);
  for (const role of ROLES) cookies.set(role, (await signedIn(role)).cookie);
  const admin = actorWith("admin");
  await db().user.create({ data: { id: admin.userId, email: admin.email, name: admin.name } });
  known = await whatThereIs();
});

afterAll(async () => {
  await server.stop();
  await folder.end();
  await registry.end();
});

async function whatThereIs(): Promise<Known> {
  const accounts = await db().account.findMany({ select: { id: true } });
  const instances = await db().instance.findMany({ select: { instanceNo: true } });
  const users = await db().user.findMany({ select: { id: true } });
  const Listed = z.object({
    items: z.array(z.looseObject({ id: z.string().optional(), slug: z.string().optional() })),
  });
  const list = async (address: string) =>
    Listed.parse(JSON.parse((await tell("GET", address, {}, cookies.get("admin") ?? "")).body)).items;
  return {
    customers: accounts.map(({ id }) => id),
    instances: instances.map(({ instanceNo }) => instanceNo),
    users: users.map(({ id }) => id),
    looks: (await list("/looks")).flatMap(({ id }) => id ?? []),
    isWhole: false,
    dashboards: (await list("/dashboards")).flatMap(({ slug }) => slug ?? []),
  };
}

type Told = { readonly request: string; readonly status: number; readonly body: string; readonly text: string };

async function tell(method: string, address: string, ask: Ask, cookie: string): Promise<Told> {
  const { params = {}, query = {}, body, ifMatch } = ask;
  const endpoint = ENDPOINTS.find(([verb, known]) => verb.toUpperCase() === method && known === address);
  if (endpoint === undefined) throw new Error(`There is no ${method} ${address}`);
  const filled = address.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "none");
  const headers = new Headers({ cookie, "content-type": "application/json" });
  if (ifMatch !== undefined) headers.set("if-match", ifMatch);
  const sent = method === "GET" ? {} : { body: JSON.stringify(body ?? {}) };
  const url = `${BASE}${filled}?${new URLSearchParams(query).toString()}`;
  const response = await handle(endpoint[2])(new Request(url, { method, headers, ...sent }), {
    params: Promise.resolve(params),
  });
  const text = await response.text();
  const head = [...response.headers].map((pair) => pair.join(": ")).join("\n");
  return {
    request: `${method} ${filled} ${JSON.stringify({ query, body }).slice(0, 400)}`,
    status: response.status,
    body: text,
    text: `${text}\n${head}`,
  };
}

/** Everything that is said to somebody who asks everything. */
async function walk(who: string, isWhole: boolean): Promise<Told[]> {
  const told: Told[] = [];
  for (const [key, asks] of Object.entries(WALK)) {
    const [method = "", address = ""] = key.split(" ");
    for (const ask of asks({ ...known, isWhole })) told.push(await tell(method, address, ask, cookies.get(who) ?? ""));
  }
  return told;
}

const Figures = z.looseObject({
  rows: z.array(z.array(z.unknown())).optional(),
  totals: z.array(z.unknown()).nullish(),
});

/** The largest figure of an answer. */
function largest({ body }: Told): number {
  const { data } = Figures.safeParse(JSON.parse(body));
  const cells = [...(data?.rows ?? []).flat(), ...(data?.totals ?? [])];
  return Math.max(0, ...cells.map((cell) => (typeof cell === "number" ? cell : 0)));
}

function leaks(told: readonly Told[], never: RegExp): string[] {
  return told
    .filter(({ text }) => never.test(text) || INSIDE.test(text))
    .map(({ request, text }) => `${request} → ${never.exec(text)?.[0] ?? INSIDE.exec(text)?.[0] ?? ""}`);
}

test("the walk asks every address of the API", () => {
  const listed = ENDPOINTS.map(([method, address]) => `${method.toUpperCase()} ${address}`);
  expect(Object.keys(WALK).toSorted()).toEqual(listed.toSorted());
});

/** What somebody was told that they should not have been. */
function faults(told: readonly Told[]): string[] {
  const large = told.filter((one) => one.status < 300 && largest(one) > CEILING);
  const broken = told.filter(({ status }) => status >= 500);
  return [...leaks(told, NEVER), ...[...large, ...broken].map(({ request, status }) => `${String(status)} ${request}`)];
}

const optOuts = (told: readonly Told[]) => told.filter(({ text }) => text.includes("zqoptout"));

test("somebody who is not signed in is told nothing", async () => {
  const told = await walk("nobody", false);
  expect(told.filter(({ status }) => status !== 401)).toEqual([]);
  expect(leaks(told, /zq|98765/)).toEqual([]);
});

describe.each(ROLES)("a %s who asks everything", (who) => {
  test(
    "finds no canary anywhere, neither by its text nor by its size",
    async () => {
      // Who may ask most asks for every metric.
      const told = await walk(who, who === "admin");
      expect(faults(told)).toEqual([]);
      expect(told.filter(({ status }) => status < 300).length).toBeGreaterThan(50);
      expect(optOuts(told).length, "what may be seen is seen").toBeGreaterThan(0);
    },
    LONG,
  );
});

test(
  "what an opt-out hides is nowhere from the next request on",
  async () => {
    const instance = await db().instance.findUniqueOrThrow({ where: { siteId: "site-bramble" } });
    await recordOptOut(actorWith("admin"), {
      instanceNo: instance.instanceNo,
      level: 0,
      effectiveOn: new Date().toISOString().slice(0, 10),
      requester: "Idris Wexler",
      channel: "ticket",
      ticket: "SUP-1",
      history: "hide",
      reason: "The customer asked for it",
      ifMatch: String(instance.version),
    });
    for (const role of ROLES) {
      const told = await walk(role, false);
      expect(optOuts(told).map(({ request }) => request)).toEqual([]);
      expect(faults(told)).toEqual([]);
    }
  },
  LONG,
);
