import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ciede2000, contrast, difference, type Vision } from "#components/ui/testing/colour.ts";

const CSS = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const THEMES = ["light", "dark"] as const;

/** The value of a token as the stylesheet has it, so that nobody moves a colour past this gate. */
function token(name: string, theme: (typeof THEMES)[number]): string {
  const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(CSS);
  const value = found?.[theme === "light" ? 1 : 2];
  if (value === undefined) throw new Error(`The stylesheet has no token --${name}`);
  return value;
}

test.each([
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
] as const)("CIEDE2000 gives the published value for %j and %j", (one, other, published) => {
  expect(ciede2000(one, other)).toBeCloseTo(published, 3);
});

test("contrast is that of WCAG", () => {
  expect(contrast("#ffffff", "#000000")).toBeCloseTo(21, 5);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});

describe.each(THEMES)("in the %s theme", (theme) => {
  const series = Array.from({ length: 8 }, (_, index) => token(`series-${String(index + 1)}`, theme));
  const pairs = series.flatMap((one, index) => series.slice(index + 1).map((other) => [one, other] as const));
  const worst = (vision: Vision) => Math.min(...pairs.map(([one, other]) => difference(one, other, vision)));

  test("each colour of a series stands out from its surface by 3:1", () => {
    for (const colour of series) expect(contrast(colour, token("surface", theme))).toBeGreaterThanOrEqual(3);
  });

  test("any two colours of series differ for everybody", () => {
    expect(worst("normal")).toBeGreaterThanOrEqual(15);
    expect(worst("protan")).toBeGreaterThanOrEqual(10);
    expect(worst("deutan")).toBeGreaterThanOrEqual(10);
    expect(worst("tritan")).toBeGreaterThanOrEqual(10);
  });

  test.each(["text", "text-2", "text-3", "accent", "good", "bad", "warn"])("%s can be read by 4.5:1", (name) => {
    for (const ground of ["canvas", "surface", "surface-2"]) {
      expect(contrast(token(name, theme), token(ground, theme))).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each([
    ["on-accent", "accent"],
    ["on-bad", "bad"],
    ["accent", "accent-soft"],
    ["good", "good-soft"],
    ["bad", "bad-soft"],
    ["warn", "warn-soft"],
    ["text-2", "surface-3"],
  ])("%s can be read on %s by 4.5:1", (name, ground) => {
    expect(contrast(token(name, theme), token(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test("the edge of a control stands out by 3:1", () => {
    for (const ground of ["canvas", "surface"]) {
      expect(contrast(token("control", theme), token(ground, theme))).toBeGreaterThanOrEqual(3);
    }
  });
});
