import { cpSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemGrant } from "#lib/access/operation.ts";
import { readContent, shippedContent } from "#lib/content/store.ts";
import { checkQuestion } from "#lib/content/store-check.ts";
import { parseContent } from "#lib/content/store-parse.ts";
import { models } from "#lib/semantic/catalogue.ts";

const grant = systemGrant("content test", "looks.read");
const fine = () => null;
let root: string;

beforeEach(() => {
  root = path.join(mkdtempSync(path.join(tmpdir(), "candor-content-")), "content");
  cpSync("content", root, { recursive: true });
});

afterEach(() => {
  rmSync(path.dirname(root), { recursive: true });
});

function edit(file: string, change: (text: string) => string): void {
  const target = path.join(root, file);
  const text = readFileSync(target, "utf8");
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(target, changed);
  // A file system may tell times apart only by whole seconds.
  const later = new Date(Date.now() + 5_000);
  utimesSync(target, later, later);
}

test("the two dashboards of the shipped content stand on shipped Looks", () => {
  const { looks, dashboards } = readContent(root, fine);
  expect(dashboards.map((dashboard) => dashboard.slug)).toEqual(["company-metrics", "customer-account-overview"]);
  const slugs = looks.map((look) => look.slug);
  for (const tile of dashboards.flatMap((dashboard) => dashboard.tiles)) expect(slugs).toContain(tile.look);
});

test("every shipped Look compiles against the models, for a reader without any permission", () => {
  expect(readContent(root, checkQuestion).looks.length).toBeGreaterThan(15);
});

test.each([
  ["[mau]", "[mauu]", 'content/looks/mau-by-month.yml:6:12 There is no field "mauu", did you mean "mau"?'],
  ["grain: month", "grain: day", "content/looks/mau-by-month.yml:7:43 MAU is counted by month"],
])("a Look with %s written as %s is refused at its place", (good, bad, message) => {
  edit("looks/mau-by-month.yml", (text) => text.replace(good, bad));
  expect(() => readContent(root, checkQuestion)).toThrow(message);
});

test("every filter of a shipped dashboard is a field that some of its tiles can be filtered by", () => {
  const { looks, dashboards } = readContent(root, checkQuestion);
  for (const { slug, filters, tiles } of dashboards) {
    const metrics = looks
      .filter((look) => tiles.some((tile) => tile.look === look.slug))
      .flatMap((look) => look.question.fields.flatMap(({ id }) => models().metrics.get(id) ?? []));
    for (const { field, kind } of filters) {
      const known = kind === "date" || metrics.some(({ dimensions }) => dimensions.includes(field));
      expect([slug, field, known]).toEqual([slug, field, true]);
    }
  }
});

test("every shipped Look says its metric, what it is split by, and its period in its title", () => {
  for (const look of readContent(root, fine).looks) {
    expect(look.title).toMatch(
      /^[A-Z][A-Za-z/ ]+?( by [a-z ]+)? \((day|week|month|last complete month|latest month|today)\)$/,
    );
    const split = look.question.fields.length > 1;
    expect([look.slug, look.title.includes(" by ")]).toEqual([look.slug, split]);
  }
});

test.each([
  ["looks/mau-by-month.yml", "range: 12 months", "range: 12", "looks/mau-by-month.yml:7:57 question.time.range"],
  ["looks/mau-by-month.yml", "fields:", "felds:", "looks/mau-by-month.yml:6:3 question"],
  ["looks/mau-by-month.yml", "type: bar", "type: pie", "looks/mau-by-month.yml:8:14 vis.type"],
  ["looks/mau-by-month.yml", "[mau]", "[MAU]", "looks/mau-by-month.yml:6:12 question.fields.0"],
  ["looks/mau-by-month.yml", "{ type: bar }", "{ type: bar", "looks/mau-by-month.yml:"],
  ["looks/mau-by-month.yml", "title: MAU", "titel: MAU", "looks/mau-by-month.yml:1:1 "],
])("%s with %s written as %s", (file, good, bad, expected) => {
  edit(file, (text) => text.replace(good, bad));
  expect(() => readContent(root, fine)).toThrow(`content/${expected}`);
});

test.each([
  ["look: mau-last-month", "look: mau-lst-month", "No Look is called mau-lst-month; did you mean mau-last-month?"],
  ["w: 6, h: 8 }", "w: 7, h: 8 }", "The tile lies on the tile mau-by-hosting"],
  ["x: 9, y: 0, w: 3", "x: 10, y: 0, w: 3", "The tile is wider than the grid"],
  ["id: dau-mau,", "id: mau,", "Two tiles are called mau"],
  ["section: By customer", "section: By client", "No section is called By client"],
  ["aliases: [CE]", "aliases: [AE]", "Two filters answer to the name ae"],
])("a dashboard with %s written as %s is refused", (good, bad, message) => {
  edit("dashboards/company-metrics.yml", (text) => text.replace(good, bad));
  expect(() => readContent(root, fine)).toThrow(message);
});

test("what the catalogue has against a question is said at the place in the file", () => {
  const text = "title: X (month)\ndescription: X\nowner: X\nquestion:\n  fields: [mau, mua]\nvis: { type: line }\n";
  const check = () => ({ path: ["fields", 1], message: "No field is called mua" });
  const { faults } = parseContent({ looks: [{ path: "content/looks/mau.yml", text }], dashboards: [] }, check);
  expect(faults).toEqual([{ file: "content/looks/mau.yml", line: 5, column: 17, message: "No field is called mua" }]);
});

test("a change on disk is taken up; one with an error leaves the last good content in force", () => {
  const before = shippedContent(grant, fine, root);
  edit("looks/mau-by-month.yml", (text) => text.replace("Monthly active users,", "Users,"));
  const described = () =>
    shippedContent(grant, fine, root).looks.find((look) => look.slug === "mau-by-month")?.description;
  expect(described()).toMatch(/^Users,/);
  expect(before.looks.find((look) => look.slug === "mau-by-month")?.description).toMatch(/^Monthly/);
  edit("looks/mau-by-month.yml", () => "title: [");
  expect(described()).toMatch(/^Users,/);
});

test("content that is wrong from the start stops the start, each fault on its line", () => {
  edit("looks/mau-by-month.yml", (text) => text.replace("type: bar", "type: pie"));
  edit("dashboards/company-metrics.yml", (text) => text.replace("look: mau-last-month", "look: nothing"));
  expect(() => shippedContent(grant, fine, root)).toThrow(
    /^The shipped content has errors\.\ncontent\/looks\/mau-by-month\.yml:8:14 .*\ncontent\/dashboards\/company-metrics\.yml:17:22 /,
  );
});
