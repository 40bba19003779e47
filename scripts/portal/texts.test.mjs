import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Stop } from "./say.mjs";
import { checkTexts } from "./texts.mjs";

let root;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "candor-texts-"));
  cpSync("models", path.join(root, "models"), { recursive: true });
  cpSync("content", path.join(root, "content"), { recursive: true });
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(file, good, bad) {
  const text = readFileSync(path.join(root, file), "utf8");
  expect(text).toContain(good);
  writeFileSync(path.join(root, file), text.replace(good, bad));
}

function stopOf() {
  try {
    checkTexts(root);
  } catch (error) {
    expect(error).toBeInstanceOf(Stop);
    return error.message;
  }
  return null;
}

test("the shipped texts let the portal start", () => {
  expect(stopOf()).toBeNull();
});

test.each([
  [
    "content/looks/mau-by-month.yml",
    "[mau]",
    "[mua]",
    /^content\/looks\/mau-by-month\.yml:6:12 There is no field "mua"/m,
  ],
  [
    "content/dashboards/company-metrics.yml",
    "look: mau-by-customer",
    "look: mau-by-costumer",
    /^content\/dashboards\/company-metrics\.yml:\d+:\d+ No Look/m,
  ],
  [
    "models/metrics/mau.yml",
    "measure: instance_day.mau",
    "measure: instance_day.mua",
    /^models\/metrics\/mau\.yml:\d+:\d+ /m,
  ],
])("an error in %s stops the start at its line", (file, good, bad, line) => {
  write(file, good, bad);
  expect(stopOf()).toMatch(line);
});
