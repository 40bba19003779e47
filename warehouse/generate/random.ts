/** A seeded source of numbers; equal seeds give equal sequences everywhere. */
export type Random = {
  /** In [0, 1). */
  next(): number;
  /** Whole, from `low` to `high`, both in. */
  whole(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Normal with mean 0 and deviation 1. */
  normal(): number;
  /** An own sequence for a part, so that adding one part does not move the others. */
  fork(label: string): Random;
};

function hashText(text: string, seed: number): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}

/** Mulberry32. */
function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function random(seed: number): Random {
  const next = sequence(seed);
  return {
    next,
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (share) => next() < share,
    pick(items) {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error("Nothing to pick from");
      return item;
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    fork: (label) => random(hashText(label, seed)),
  };
}

/** The items in an order of the seed's choosing. */
export function shuffled<T>(items: readonly T[], rnd: Random): T[] {
  return items
    .map((item) => ({ item, key: rnd.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** A version 4 shaped id. */
export function uuid(rnd: Random): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(rnd.next() * 16).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
