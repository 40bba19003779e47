import { describe, expect, test } from "vitest";
import { Cache, keyOf } from "#lib/warehouse/server/cache.ts";

const STAYS = new AbortController().signal;
const weigh = (text: string): number => text.length;

/** Work that ends when it is told to, and says how often it began. */
function work() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const seen = { begun: 0, stopped: 0 };
  const run = (signal: AbortSignal): Promise<string> => {
    seen.begun += 1;
    signal.addEventListener("abort", () => {
      seen.stopped += 1;
      reject(new Error("stopped"));
    });
    return promise;
  };
  return { run, seen, resolve, reject };
}

const gives = (text: string) => () => Promise.resolve(text);

describe("the cache", () => {
  test("runs equal work once, and keeps its result", async () => {
    const cache = new Cache(1000, weigh);
    const once = work();
    const asked = Array.from({ length: 32 }, () => cache.get("a", STAYS, once.run));
    once.resolve("answer");
    expect((await Promise.all(asked)).every(({ value, isCached }) => value === "answer" && !isCached)).toBe(true);
    expect(await cache.get("a", STAYS, once.run)).toEqual({ value: "answer", isCached: true });
    expect(once.seen).toEqual({ begun: 1, stopped: 0 });
  });

  test("keeps no failure, and gives it to all who waited", async () => {
    const cache = new Cache(1000, weigh);
    const broken = work();
    const asked = [cache.get("a", STAYS, broken.run), cache.get("a", STAYS, broken.run)];
    broken.reject(new Error("broken"));
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await cache.get("a", STAYS, gives("well"))).toEqual({ value: "well", isCached: false });
  });

  test("lets who gives up go, and goes on for the others", async () => {
    const cache = new Cache(1000, weigh);
    const shared = work();
    const gone = new AbortController();
    const left = cache.get("a", gone.signal, shared.run);
    const stayed = cache.get("a", STAYS, shared.run);
    gone.abort();
    await expect(left).rejects.toThrow("Given up");
    shared.resolve("answer");
    expect((await stayed).value).toBe("answer");
    expect(shared.seen).toEqual({ begun: 1, stopped: 0 });
  });

  test("stops the work when the last has gone; who comes then begins anew", async () => {
    const cache = new Cache(1000, weigh);
    const shared = work();
    const gone = new AbortController();
    const left = [cache.get("a", gone.signal, shared.run), cache.get("a", gone.signal, shared.run)];
    gone.abort();
    const outcomes = await Promise.allSettled(left);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(shared.seen).toEqual({ begun: 1, stopped: 1 });
    expect((await cache.get("a", STAYS, gives("new"))).value).toBe("new");
    await expect(cache.get("b", gone.signal, gives("late"))).rejects.toThrow();
  });

  test("stays within its bytes: the least recently used goes first, the very large is not kept", async () => {
    const cache = new Cache(80, weigh);
    const ten = "x".repeat(10);
    for (let i = 0; i < 8; i++) await cache.get(`k${String(i)}`, STAYS, gives(ten));
    expect((await cache.get("k0", STAYS, gives(ten))).isCached).toBe(true);
    await cache.get("k8", STAYS, gives(ten));
    expect(cache.bytes).toBe(80);
    expect((await cache.get("k0", STAYS, gives(ten))).isCached).toBe(true);
    expect((await cache.get("k1", STAYS, gives(ten))).isCached).toBe(false);
    await cache.get("large", STAYS, gives("x".repeat(11)));
    expect((await cache.get("large", STAYS, gives(ten))).isCached).toBe(false);
    expect(cache.bytes).toBeLessThanOrEqual(80);
  });

  test("has one key for equal parts and others for others", () => {
    expect(keyOf("rows", "a", [1])).toBe(keyOf("rows", "a", [1]));
    expect(keyOf("rows", "a", [1])).not.toBe(keyOf("rows", "a", ["1"]));
    expect(keyOf("rows", "a,b")).not.toBe(keyOf("rows", "a", "b"));
  });
});
