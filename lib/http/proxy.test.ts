import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { proxy } from "../../proxy.ts";

const BASE = "http://127.0.0.1:3000";

const ask = (path: string, host = "127.0.0.1:3000") => proxy(new NextRequest(`${BASE}${path}`, { headers: { host } }));

describe("another name of this machine", () => {
  test("sends a page's reader to the portal's own address, before any cookie", () => {
    const response = ask("/customers?q=a%20b", "localhost:3000");
    expect(response.headers.get("refresh")).toBe(`0; url=${BASE}/customers?q=a+b`);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test("answers an API call with 421 and the right address", async () => {
    const response = ask("/api/v1/me", "localhost:3000");
    expect(response.status).toBe(421);
    expect(await response.text()).toContain(BASE);
  });

  test.each(["127.0.0.1:3000", "evil.example", ""])("%s is not sent anywhere", (host) => {
    expect(ask("/customers", host).headers.get("refresh")).toBeNull();
  });

  test("health answers under every name", () => {
    expect(ask("/api/health/live", "localhost:3000").headers.get("x-middleware-next")).toBe("1");
  });
});

describe("headers", () => {
  test("each answer has a policy with a nonce of its own, that lets no other site in", () => {
    const [one, two] = [ask("/"), ask("/")].map((response) => response.headers.get("content-security-policy") ?? "");
    expect(one).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}' 'strict-dynamic';/);
    expect(one).not.toBe(two);
    expect(one).toMatch(/frame-ancestors 'none'/);
    expect(one).toMatch(/base-uri 'none'/);
    expect(one).not.toMatch(/script-src[^;]*unsafe/);
  });

  test("the issuer is the only other place a form may lead to", () => {
    expect(ask("/sign-in").headers.get("content-security-policy")).toContain(
      "form-action 'self' http://127.0.0.1:3001",
    );
  });

  test("content is not sniffed, framed or referred to others", () => {
    const { headers } = ask("/");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("same-origin");
  });

  test("a page learns its own address, whatever the browser claims", () => {
    const request = new NextRequest(`${BASE}/customers?tier=2&_rsc=1`, {
      headers: { host: "127.0.0.1:3000", "x-candor-address": "//evil.example" },
    });
    expect(proxy(request).headers.get("x-middleware-request-x-candor-address")).toBe("/customers?tier=2");
  });
});
