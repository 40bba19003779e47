import { type NextRequest, NextResponse } from "next/server";
import { env, isDevelopment } from "#lib/env.ts";

/**
 * Headers, and the redirect to the one address that cookies are set for. Nothing is trusted to this
 * file: who may see what is decided by operations and pages.
 */
export function proxy(request: NextRequest): NextResponse {
  const elsewhere = canonicalAddress(request);
  if (elsewhere !== null) return sendThere(elsewhere);
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  headers.set("x-candor-address", addressOf(request));
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of securityHeaders(policy)) response.headers.set(name, value);
  return response;
}

export const config = { matcher: ["/((?!_next/static|_next/image|favicon.ico|icon.svg).*)"] };

/** `http://localhost:…` for a portal that lives at `http://127.0.0.1:…`; null when the host is right. */
function canonicalAddress(request: NextRequest): URL | null {
  const host = request.headers.get("host") ?? "";
  const own = new URL(env().baseUrl);
  if (host === own.host || !/^localhost(:\d+)?$/i.test(host)) return null;
  if (request.nextUrl.pathname.startsWith("/api/health")) return null;
  return new URL(addressOf(request), own);
}

/**
 * By `Refresh`: Next takes every host it listens on for one and the same, and would make a `Location`
 * relative, which sends the browser round in circles.
 */
function sendThere(address: URL): NextResponse {
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  const sentence = `This portal lives at ${address.origin}.`;
  if (address.pathname.startsWith("/api/")) return new NextResponse(sentence, { status: 421, headers });
  return new NextResponse(sentence, { headers: { ...headers, refresh: `0; url=${address.href}` } });
}

/** Path and query as the person sees them; `_rsc` is how Next asks for a page's content. */
function addressOf({ nextUrl }: NextRequest): string {
  const query = new URLSearchParams(nextUrl.search);
  query.delete("_rsc");
  return query.size === 0 ? nextUrl.pathname : `${nextUrl.pathname}?${query.toString()}`;
}

function contentSecurityPolicy(nonce: string): string {
  const issuer = new URL(env().google.issuer).origin;
  return [
    "default-src 'self'",
    // React's development build evaluates code to show where an error came from.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment() ? " 'unsafe-eval'" : ""}`,
    // Radix and sonner add style elements as they open, without a nonce.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action 'self' ${issuer}`,
  ].join("; ");
}

function securityHeaders(policy: string): [string, string][] {
  const always: [string, string][] = [
    ["content-security-policy", policy],
    ["x-content-type-options", "nosniff"],
    ["x-frame-options", "DENY"],
    ["referrer-policy", "same-origin"],
    ["cross-origin-opener-policy", "same-origin"],
    ["cross-origin-resource-policy", "same-origin"],
    ["permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"],
  ];
  return env().baseUrl.startsWith("https://")
    ? [...always, ["strict-transport-security", "max-age=31536000; includeSubDomains"]]
    : always;
}
