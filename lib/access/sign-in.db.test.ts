import { createSign, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { authenticate } from "#lib/access/auth-http.ts";
import { actorOfSession } from "#lib/access/session.ts";
import { db, disconnect } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import { freshDatabase, type TestDatabase } from "#lib/testing/database.ts";

const BASE = "http://127.0.0.1:4300";
const SESSION = "candor.session";

type Claims = Record<string, unknown>;
type Forgery = { readonly claims?: (good: Claims) => Claims; readonly header?: Claims; readonly key?: KeyObject };

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const otherKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });

const unchanged = (claims: Claims): Claims => claims;

/** An issuer that signs whatever the test asks it to. */
class ForgingIssuer {
  forgery: Forgery = {};
  person: Claims = {};
  url = "";
  readonly #nonces = new Map<string, string>();
  readonly #server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(this.#answer(request.url ?? "", new URLSearchParams(body))));
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    this.url = `http://127.0.0.1:${address.port}`;
  }

  stop(): Promise<void> {
    return new Promise((done) =>
      this.#server.close(() => {
        done();
      }),
    );
  }

  /** What the person's browser brings back from the issuer's page. */
  authorize(address: URL): URL {
    const back = new URL(address.searchParams.get("redirect_uri") ?? "");
    const code = randomUUID();
    this.#nonces.set(code, address.searchParams.get("nonce") ?? "");
    back.searchParams.set("code", code);
    back.searchParams.set("state", address.searchParams.get("state") ?? "");
    return back;
  }

  #answer(path: string, form: URLSearchParams): Claims {
    if (path.startsWith("/.well-known")) return this.#metadata();
    if (path === "/jwks") return { keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: "one", use: "sig" }] };
    const nonce = this.#nonces.get(form.get("code") ?? "") ?? "";
    if (form.get("code_verifier") === null) return { error: "invalid_grant" };
    return { access_token: "a", token_type: "Bearer", expires_in: 60, id_token: this.#token(nonce) };
  }

  #metadata(): Claims {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/auth`,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/jwks`,
    };
  }

  #token(nonce: string): string {
    const now = Math.floor(Date.now() / 1000);
    const good = { iss: this.url, aud: env().google.clientId, iat: now, exp: now + 300, nonce, ...this.person };
    const { claims = unchanged, header = {}, key = keys.privateKey } = this.forgery;
    const encode = (part: Claims): string => Buffer.from(JSON.stringify(part)).toString("base64url");
    const signed = `${encode({ alg: "RS256", kid: "one", ...header })}.${encode(claims(good))}`;
    if (header["alg"] === "none") return `${signed}.`;
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(key, "base64url")}`;
  }
}

/** A browser that keeps the portal's cookies. */
class Browser {
  readonly jar = new Map<string, string>();

  async go(path: string, form: Record<string, string> | null = null, headers: Record<string, string> = {}) {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const init = form === null ? {} : { method: "POST", body: new URLSearchParams(form) };
    const response = await authenticate(new Request(new URL(path, BASE), { headers: { cookie, ...headers }, ...init }));
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/i.test(line) || value === "") this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return response;
  }

  async csrf(): Promise<string> {
    const body: unknown = await (await this.go("/api/auth/csrf")).json();
    return typeof body === "object" && body !== null && "csrfToken" in body ? String(body.csrfToken) : "";
  }

  async start(query = ""): Promise<URL> {
    const form = { csrfToken: await this.csrf(), callbackUrl: "/customers" };
    const response = await this.go(`/api/auth/signin/google${query}`, form);
    return new URL(response.headers.get("location") ?? "", BASE);
  }

  /** Signs in; gives the last address the browser is sent to. */
  async signIn(tamper: (back: URL, browser: Browser) => void = () => undefined): Promise<string> {
    const back = issuer.authorize(await this.start());
    tamper(back, this);
    let response = await this.go(`${back.pathname}${back.search}`);
    let location = response.headers.get("location") ?? "";
    while (location.includes("/api/auth/")) {
      const next = new URL(location, BASE);
      response = await this.go(`${next.pathname}${next.search}`);
      location = response.headers.get("location") ?? "";
    }
    return location;
  }

  actor() {
    const token = this.jar.get(SESSION);
    return token === undefined ? Promise.resolve(null) : actorOfSession(token);
  }
}

const issuer = new ForgingIssuer();
let database: TestDatabase;

const VERA = { sub: "1001", email: "vera@candor.example", email_verified: true, hd: "candor.example", name: "Vera" };

beforeAll(async () => {
  await issuer.start();
  database = await freshDatabase();
  vi.stubEnv("DATABASE_URL", database.url);
  vi.stubEnv("BASE_URL", BASE);
  vi.stubEnv("NEXTAUTH_URL", BASE);
  vi.stubEnv("GOOGLE_ISSUER", issuer.url);
  vi.stubEnv("FIRST_ADMIN", "ada@candor.example");
});

afterAll(async () => {
  await disconnect();
  await database.drop();
  await issuer.stop();
  vi.unstubAllEnvs();
});

beforeEach(() => {
  issuer.forgery = {};
  issuer.person = VERA;
});

async function nobodyGotIn(browser: Browser): Promise<void> {
  expect(await browser.actor()).toBeNull();
  expect(browser.jar.has(SESSION)).toBe(false);
}

describe("a good sign-in", () => {
  test("opens a session, comes back to the page, and makes a newcomer a Viewer", async () => {
    const browser = new Browser();
    expect(await browser.signIn()).toBe(`${BASE}/customers`);
    expect(await browser.actor()).toMatchObject({ email: "vera@candor.example", role: "viewer", groups: [] });
  });

  test("the address sent to the issuer asks for PKCE, state and nonce, and takes nothing else from the query", async () => {
    const address = await new Browser().start(
      "?login_hint=vera@candor.example&redirect_uri=http://evil.example&scope=all",
    );
    expect(address.searchParams.get("code_challenge_method")).toBe("S256");
    expect(address.searchParams.get("state")).toBeTruthy();
    expect(address.searchParams.get("nonce")).toBeTruthy();
    expect(address.searchParams.get("login_hint")).toBe("vera@candor.example");
    expect(address.searchParams.get("redirect_uri")).toBe(`${BASE}/api/auth/callback/google`);
    expect(address.searchParams.get("scope")).toBe("openid email profile");
  });

  test("the database keeps neither the session token nor any token of the issuer", async () => {
    const browser = new Browser();
    await browser.signIn();
    const token = browser.jar.get(SESSION) ?? "";
    expect(token.length).toBeGreaterThan(30);
    const stored = JSON.stringify([
      await db().session.findMany(),
      await db().identity.findMany(),
      await db().user.findMany(),
    ]);
    expect(stored).not.toContain(token);
    expect(stored).not.toMatch(/eyJ/);
  });

  test("the named first administrator becomes Admin, and the audit says so", async () => {
    issuer.person = { ...VERA, sub: "1002", email: "Ada@candor.example", name: "Ada" };
    const browser = new Browser();
    await browser.signIn();
    expect((await browser.actor())?.role).toBe("admin");
    const row = await db().audit.findFirst({ where: { action: "user.joined", targetLabel: "ada@candor.example" } });
    expect(row).toMatchObject({ actor: "sign-in", after: { role: "admin" } });
  });

  test("somebody else may sign in over an open session; the old session ends and nothing is linked", async () => {
    const browser = new Browser();
    await browser.signIn();
    const before = browser.jar.get(SESSION) ?? "";
    issuer.person = { ...VERA, sub: "1003", email: "chidi@candor.example", name: "Chidi" };
    await browser.signIn();
    expect((await browser.actor())?.email).toBe("chidi@candor.example");
    expect(await actorOfSession(before)).toBeNull();
    const chidi = await db().user.findUnique({
      where: { email: "chidi@candor.example" },
      include: { identities: true },
    });
    expect(chidi?.identities.map(({ subject }) => subject)).toEqual(["1003"]);
  });

  test("signing out ends the session in the database", async () => {
    const browser = new Browser();
    await browser.signIn();
    const token = browser.jar.get(SESSION) ?? "";
    await browser.go("/api/auth/signout", { csrfToken: await browser.csrf(), callbackUrl: "/" });
    expect(await actorOfSession(token)).toBeNull();
    await nobodyGotIn(browser);
  });

  test("a session that is over is nobody's", async () => {
    const browser = new Browser();
    await browser.signIn();
    await db().session.updateMany({ data: { expires: new Date(Date.now() - 1000) } });
    expect(await browser.actor()).toBeNull();
  });

  test("a disabled person gets no further, at once and at the next sign-in", async () => {
    issuer.person = { ...VERA, sub: "1004", email: "gone@candor.example" };
    const browser = new Browser();
    await browser.signIn();
    await db().user.update({ where: { email: "gone@candor.example" }, data: { disabledAt: new Date() } });
    expect(await browser.actor()).toBeNull();
    expect(await new Browser().signIn()).toContain("error=AccessDenied");
  });
});

const having = (changes: Claims): Forgery => ({ claims: (good) => ({ ...good, ...changes }) });
const without = (claim: string): Forgery => ({ claims: ({ [claim]: _gone, ...rest }) => rest });

describe("a forged token opens no session", () => {
  test.each<[string, Forgery, string]>([
    ["wrong nonce", having({ nonce: "x" }), "OAuthCallback"],
    ["no nonce", without("nonce"), "OAuthCallback"],
    ["wrong audience", having({ aud: "another-client" }), "OAuthCallback"],
    ["wrong issuer", having({ iss: "https://accounts.evil.example" }), "OAuthCallback"],
    ["expired", having({ exp: Math.floor(Date.now() / 1000) - 3600 }), "OAuthCallback"],
    ["signed by another key", { key: otherKeys.privateKey }, "OAuthCallback"],
    ["not signed", { header: { alg: "none" } }, "OAuthCallback"],
    ["no subject", without("sub"), "OAuthCallback"],
    ["unverified address", having({ email_verified: false }), "unverified"],
    ["'false' as text", having({ email_verified: "false" }), "unverified"],
    ["'true' as text", having({ email_verified: "true" }), "unverified"],
    ["other domain", having({ hd: "elsewhere.example" }), "foreign_domain"],
    ["our domain in the address only", without("hd"), "foreign_domain"],
    ["domain as a list", having({ hd: ["candor.example"] }), "foreign_domain"],
    ["two addresses", having({ email: "a@candor.example,b@evil.example" }), "foreign_domain"],
  ])("%s", async (_name, forgery, error) => {
    issuer.person = { ...VERA, sub: "2001", email: "forged@candor.example" };
    issuer.forgery = forgery;
    const browser = new Browser();
    expect(await browser.signIn()).toContain(`error=${error}`);
    await nobodyGotIn(browser);
    expect(await db().identity.count({ where: { subject: "2001" } })).toBe(0);
  });

  test("a known address with another subject does not reach the account", async () => {
    await new Browser().signIn();
    issuer.person = { ...VERA, sub: "1" };
    const browser = new Browser();
    expect(await browser.signIn()).toContain("error=OAuthAccountNotLinked");
    await nobodyGotIn(browser);
    expect(await db().identity.count({ where: { subject: "1" } })).toBe(0);
  });
});

describe("a tampered callback opens no session", () => {
  const drop =
    (part: string) =>
    (_back: URL, { jar }: Browser) => {
      for (const name of jar.keys()) if (name.includes(part)) jar.delete(name);
    };
  test.each<[string, (back: URL, browser: Browser) => void]>([
    [
      "bad state",
      (back) => {
        back.searchParams.set("state", "zzz");
      },
    ],
    [
      "missing state",
      (back) => {
        back.searchParams.delete("state");
      },
    ],
    [
      "no cookies (a stolen address)",
      (_back, { jar }) => {
        jar.clear();
      },
    ],
    ["no PKCE cookie", drop("pkce")],
    ["no state cookie", drop("state")],
    ["no nonce cookie", drop("nonce")],
    [
      "made-up code",
      (back) => {
        back.searchParams.set("code", "made-up");
      },
    ],
    [
      "an error of the issuer",
      (back) => {
        back.searchParams.set("error", "access_denied");
      },
    ],
  ])("%s", async (_name, tamper) => {
    const browser = new Browser();
    expect(await browser.signIn(tamper)).toMatch(/^\/sign-in\?.*error=/);
    await nobodyGotIn(browser);
  });
});

describe("the other doors", () => {
  test("no token of the form, no journey to the issuer", async () => {
    const response = await new Browser().go("/api/auth/signin/google", { csrfToken: "x", callbackUrl: "/" });
    expect(response.headers.get("location")).toContain("/api/auth/signin?csrf=true");
  });

  test("one provider, and it is OpenID", async () => {
    const providers: unknown = await (await new Browser().go("/api/auth/providers")).json();
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(providers))).toEqual(["google"]);
  });

  test.each(["/api/auth/_log", "/api/auth/session", "/api/auth/callback/credentials", "/api/auth/verify-request"])(
    "POST %s is not there",
    async (path) => {
      expect((await new Browser().go(path, { level: "error" })).status).toBe(404);
    },
  );

  test("a form of another site, or an oversized one, is refused", async () => {
    const browser = new Browser();
    const form = { csrfToken: await browser.csrf(), callbackUrl: "/" };
    expect((await browser.go("/api/auth/signin/google", form, { origin: "https://evil.example" })).status).toBe(403);
    expect((await browser.go("/api/auth/signin/google", { ...form, x: "y".repeat(20_000) })).status).toBe(413);
  });

  test.each(["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])(
    "never comes back to %s",
    async (callbackUrl) => {
      const browser = new Browser();
      const response = await browser.go("/api/auth/signin/google", { csrfToken: await browser.csrf(), callbackUrl });
      const back = issuer.authorize(new URL(response.headers.get("location") ?? ""));
      const end = await browser.go(`${back.pathname}${back.search}`);
      expect(new URL(end.headers.get("location") ?? "", BASE).origin).toBe(BASE);
    },
  );

  test("a registry that does not answer is said in the address, and nobody gets in", async () => {
    const browser = new Browser();
    const back = issuer.authorize(await browser.start());
    await disconnect();
    vi.stubEnv("DATABASE_URL", "postgresql://candor@127.0.0.1:9/candor");
    const response = await browser.go(`${back.pathname}${back.search}`);
    await disconnect();
    vi.stubEnv("DATABASE_URL", database.url);
    expect(response.headers.get("location")).toBe("/sign-in?error=registry_unavailable");
    await nobodyGotIn(browser);
  });

  test("an issuer that does not answer is said in the address, and open sessions go on", async () => {
    const browser = new Browser();
    await browser.signIn();
    vi.stubEnv("GOOGLE_ISSUER", "http://127.0.0.1:9");
    const address = await new Browser().start();
    vi.stubEnv("GOOGLE_ISSUER", issuer.url);
    expect(address.href).toContain("error=OAuthSignin");
    expect(await browser.actor()).not.toBeNull();
  });
});
