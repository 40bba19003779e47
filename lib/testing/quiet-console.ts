import { afterEach, beforeEach, expect } from "vitest";

const said: string[] = [];
const original = { error: console.error, warn: console.warn };

/** A test that makes the program complain fails, unless it took the console over itself. */
beforeEach(() => {
  said.length = 0;
  console.error = (...parts: readonly unknown[]) => said.push(`console.error: ${parts.map(String).join(" ")}`);
  console.warn = (...parts: readonly unknown[]) => said.push(`console.warn: ${parts.map(String).join(" ")}`);
});

afterEach(() => {
  Object.assign(console, original);
  expect(said, "nothing unexpected on the console").toEqual([]);
});
