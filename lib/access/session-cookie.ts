/** The cookie that holds the session token. `__Host-` binds it to this host over https. */
export function sessionCookieName(baseUrl: string): string {
  return isSecure(baseUrl) ? "__Host-candor.session" : "candor.session";
}

export function isSecure(baseUrl: string): boolean {
  return baseUrl.startsWith("https://");
}

/** The value of a cookie in a request's `Cookie` header; null when absent or said twice differently. */
export function cookieValue(header: string | null, name: string): string | null {
  if (header === null) return null;
  const values = header
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1));
  return new Set(values).size === 1 ? (values[0] ?? null) : null;
}
