/** Things whose names hold the text, those that start with it first. No text: all of them. */
export function matching<T>(
  things: readonly T[],
  text: string,
  namesOf: (thing: T) => readonly string[],
): readonly T[] {
  const wanted = text.toLowerCase();
  if (wanted === "") return things;
  return things
    .map((thing) => ({ thing, rank: Math.min(...namesOf(thing).map((name) => rank(name.toLowerCase(), wanted))) }))
    .filter((one) => one.rank < MISS)
    .sort((a, b) => a.rank - b.rank)
    .map((one) => one.thing);
}

const MISS = 3;

function rank(name: string, wanted: string): number {
  if (name.startsWith(wanted)) return 0;
  if (name.includes(` ${wanted}`)) return 1;
  return name.includes(wanted) ? 2 : MISS;
}
