/** A release as instances and models write it; a leading v and what follows a hyphen say nothing of its age. */
const RELEASE = /^v?(\d+(?:\.\d+)*)(?:-.*)?$/;

/** Whether the first version is of an earlier release than the second. What cannot be read is not earlier. */
export function isEarlierRelease(version: string, than: string): boolean {
  const [parts, others] = [partsOf(version), partsOf(than)];
  if (parts === null || others === null) return false;
  const length = Math.max(parts.length, others.length);
  for (let at = 0; at < length; at += 1) {
    const [part, other] = [parts[at] ?? 0, others[at] ?? 0];
    if (part !== other) return part < other;
  }
  return false;
}

function partsOf(version: string): number[] | null {
  const digits = RELEASE.exec(version.trim())?.[1];
  return digits === undefined ? null : digits.split(".").map(Number);
}
