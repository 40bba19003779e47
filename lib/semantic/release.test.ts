import { describe, expect, it } from "vitest";
import { isEarlierRelease } from "#lib/semantic/release.ts";

describe("an earlier release", () => {
  it.each([
    ["3.43.2", "4.0.0"],
    ["v3.43.2", "4.0.0"],
    ["4.9.0", "4.10.0"],
    ["9.0.0", "10.0.0"],
    ["4.3", "4.3.1"],
    ["3.43.2-rc.1", "4.0.0"],
  ])("%s comes before %s", (version, than) => {
    expect(isEarlierRelease(version, than)).toBe(true);
    expect(isEarlierRelease(than, version)).toBe(false);
  });

  it.each(["4.0.0", "v4.0.0", "4.0", "4", "4.0.0-rc.1"])("%s does not come before 4.0.0, nor after it", (version) => {
    expect(isEarlierRelease(version, "4.0.0")).toBe(false);
    expect(isEarlierRelease("4.0.0", version)).toBe(false);
  });

  it.each(["", "insiders", "3.x", "0.0.0+dev", "268233_2024-04-12_5.3"])(
    "%j cannot be read, so it is not",
    (version) => {
      expect(isEarlierRelease(version, "4.0.0")).toBe(false);
    },
  );
});
