/** Slots that stay with their value wherever it is drawn, by its name in lower case. */
const FIXED: ReadonlyMap<string, number> = new Map([
  ["self-hosted", 1],
  ["managed", 8],
  ["dotcom", 3],
  ["viewer", 1],
  ["creator", 8],
  ["admin", 3],
  ["no telemetry", 7],
  ["critical pings", 5],
  ["full pings", 3],
  ["full pings + user-level data", 1],
]);

function fixedSlot(name: string): number | null {
  return FIXED.get(name.toLowerCase().replaceAll("_", "-")) ?? null;
}

export const SLOTS = 8;
/** The slot of what is not one value: grey. */
export const OTHER_SLOT = 0;

function hash(text: string): number {
  let value = 2166136261;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  return value;
}

/**
 * Colour follows the value, not its rank: each name wants the slot of its hash, and two that want the
 * same are settled in the order of the alphabet, so sorting or filtering by rank recolours nothing.
 */
export function slotsFor(names: readonly string[]): ReadonlyMap<string, number> {
  const slots = new Map<string, number>();
  const [only] = names;
  if (names.length === 1 && only !== undefined) return slots.set(only, 1);
  const taken = new Set<number>();
  const ordered = [...new Set(names)].sort(
    (a, b) => Number(fixedSlot(a) === null) - Number(fixedSlot(b) === null) || (a < b ? -1 : 1),
  );
  for (const name of ordered) {
    const slot = freeSlot(fixedSlot(name) ?? (hash(name) % SLOTS) + 1, taken);
    taken.add(slot);
    slots.set(name, slot);
  }
  return slots;
}

function freeSlot(wanted: number, taken: ReadonlySet<number>): number {
  for (let step = 0; step < SLOTS; step += 1) {
    const slot = ((wanted - 1 + step) % SLOTS) + 1;
    if (!taken.has(slot)) return slot;
  }
  return OTHER_SLOT;
}

export function colourOf(slot: number): string {
  return slot === OTHER_SLOT ? "var(--series-other)" : `var(--series-${String(slot)})`;
}
