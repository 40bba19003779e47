import NextAuth from "next-auth";
import { authOptions } from "#lib/access/auth.ts";
import { AuthAnswer } from "#lib/access/auth-answer.ts";
import { sessionCookieName } from "#lib/access/session-cookie.ts";
import { env } from "#lib/env.ts";

const MAX_FORM_BYTES = 16 * 1024;

/** What next-auth is asked here; its other actions (client logging, session updates) are not offered. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  GET: ["csrf", "providers", "session", "signin", "callback", "error", "signout"],
  POST: ["signin", "signout"],
};

/**
 * Runs next-auth on a plain web request. Of a sign-in's query only `login_hint` reaches the issuer,
 * and only addresses of this portal are come back to.
 */
export async function authenticate(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.split("/").slice(3);
  const [action = ""] = path;
  if (!(ACTIONS[request.method] ?? []).includes(action)) return refusal(404, "There is nothing here.");
  if (isForeignPost(request)) return refusal(403, "This request came from another site, so nothing was done.");
  const form = await readForm(request);
  if (form === null) return refusal(413, "The form is too large.");
  const cookies = readCookies(request.headers.get("cookie"));
  const query = Object.fromEntries(url.searchParams);
  const answer = new AuthAnswer();
  await run({ sessionToken: cookies[sessionCookieName(env().baseUrl)] ?? null, action }, answer, {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    cookies: withOwnAddresses(cookies),
    query: { ...withOwnAddresses(action === "signin" ? signInQuery(request.method, query) : query), nextauth: path },
    body: request.method === "POST" ? withOwnAddresses(form) : undefined,
  });
  return answer.toResponse();
}

async function run(present: Parameters<typeof authOptions>[0], answer: AuthAnswer, request: object): Promise<void> {
  // A CommonJS package: what is imported is the function, or the module that holds it, by the loader.
  const module: unknown = NextAuth;
  const make: unknown = typeof module === "object" && module !== null ? Reflect.get(module, "default") : module;
  if (typeof make !== "function") throw new TypeError("next-auth has no entry point");
  const handler: unknown = Reflect.apply(make, undefined, [authOptions(present)]);
  if (typeof handler !== "function") throw new TypeError("next-auth gave no handler");
  await Reflect.apply(handler, undefined, [request, answer]);
}

function refusal(status: number, sentence: string): Response {
  return new Response(sentence, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}

function isForeignPost(request: Request): boolean {
  const origin = request.headers.get("origin");
  return request.method === "POST" && origin !== null && origin !== new URL(env().baseUrl).origin;
}

async function readForm(request: Request): Promise<Record<string, string> | null> {
  if (request.method !== "POST") return {};
  const text = await request.text();
  return text.length > MAX_FORM_BYTES ? null : Object.fromEntries(new URLSearchParams(text));
}

function readCookies(header: string | null): Record<string, string> {
  const pairs = (header ?? "").split(";").flatMap((part) => {
    const at = part.indexOf("=");
    return at < 1 ? [] : [[part.slice(0, at).trim(), decoded(part.slice(at + 1).trim())] as const];
  });
  return Object.fromEntries(pairs);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return "";
  }
}

/** What is not named here would go to the issuer as it is. */
function signInQuery(method: string, query: Readonly<Record<string, string>>): Record<string, string> {
  const kept = method === "POST" ? ["login_hint"] : ["callbackUrl", "error"];
  return Object.fromEntries(Object.entries(query).filter(([key]) => kept.includes(key)));
}

/** Leaves out every address to come back to that is not on this portal. */
function withOwnAddresses(values: Readonly<Record<string, string>>): Record<string, string> {
  const isAddress = (key: string): boolean => key === "callbackUrl" || key.endsWith("next-auth.callback-url");
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => !isAddress(key) || isOwnAddress(value)));
}

function isOwnAddress(value: string): boolean {
  const { origin } = new URL(env().baseUrl);
  return URL.canParse(value, origin) && new URL(value, origin).origin === origin;
}
