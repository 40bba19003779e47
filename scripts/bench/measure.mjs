import { cpus, totalmem } from "node:os";

const GIB = 2 ** 30;
export const MACHINE = `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / GIB)} GB, Node ${process.versions.node}`;

/** @param {readonly number[]} values @param {number} share between 0 and 1 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/**
 * One line of the report. `target` null: reported, not judged.
 * @param {{ scenario: string, value: number, unit: string, target: number | null, samples: number, baseline?: string }} result
 */
export function result({ scenario, value, unit, target, samples, baseline = "" }) {
  const rounded = Number(value.toFixed(2));
  return {
    scenario,
    value: rounded,
    unit,
    target,
    holds: target === null ? null : rounded <= target,
    baseline,
    samples,
    machine: MACHINE,
  };
}

/** Milliseconds of each of `samples` runs, one after the other, after a warm-up. */
export async function timesOf(samples, run) {
  for (let i = 0; i < Math.ceil(samples / 10); i++) await run(i);
  const times = [];
  for (let i = 0; i < samples; i++) {
    const began = performance.now();
    await run(i);
    times.push(performance.now() - began);
  }
  return times;
}

/** Signs somebody in over HTTP. @returns {Promise<string>} the Cookie header */
export async function signIn(baseUrl, email) {
  const jar = new Map();
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const go = async (url, init = {}) => {
    const response = await fetch(url, { redirect: "manual", ...init, headers: { ...init.headers, cookie: cookies() } });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(";");
      jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return response;
  };
  const { csrfToken } = await (await go(`${baseUrl}/api/auth/csrf`)).json();
  const body = new URLSearchParams({ csrfToken, callbackUrl: "/" });
  const query = new URLSearchParams({ login_hint: email });
  let response = await go(`${baseUrl}/api/auth/signin/google?${query}`, {
    method: "POST",
    body,
    headers: { origin: baseUrl },
  });
  let at = baseUrl;
  for (let i = 0; i < 8 && response.headers.get("location") !== null; i++) {
    at = new URL(response.headers.get("location"), at).href;
    response = await go(at);
  }
  const name = baseUrl.startsWith("https:") ? "__Host-candor.session" : "candor.session";
  if (!jar.has(name)) throw new Error(`${email} could not be signed in: ${response.status} at ${at}`);
  return { cookie: `${name}=${jar.get(name)}`, token: jar.get(name) };
}
