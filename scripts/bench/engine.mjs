/** Compiling, and what permission and consent cost a question: in this process, beside a running portal. */
import { writeFileSync } from "node:fs";
import { PERMISSIONS } from "#lib/access/permission.ts";
import { actorOfSession } from "#lib/access/session.ts";
import { readSnapshotKey } from "#lib/consent/clock.ts";
import { disconnect } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import { models } from "#lib/semantic/catalogue.ts";
import { compile } from "#lib/semantic/compile.ts";
import { CONSENT_GATE } from "#lib/semantic/print/gate.ts";
import { EMPTY_QUESTION } from "#lib/semantic/question.ts";
import { warehouse } from "#lib/warehouse/client.ts";
import { quantile, result, signIn, timesOf } from "./measure.mjs";

const [out] = process.argv.slice(2);

/** The gate without its test of the level: what the same question costs when consent is not asked. */
const OPEN_GATE = {
  ...CONSENT_GATE,
  join: (scan, dialect, last) =>
    CONSENT_GATE.join(scan, dialect, last).filter((condition) => !condition.includes("level")),
  described: () => [],
};

function question(fields, grain, range) {
  const time = { field: "instance_day.day", grain, range };
  return { ...EMPTY_QUESTION, fields: fields.map((id) => ({ id })), time };
}

const QUESTIONS = [
  question(["mau"], "month", "12 months"),
  question(["instance.hosting", "mau"], "month", "12 months"),
  question(["account.name", "dau_mau"], "month", "last month"),
  question(["seat_consumption"], "month", "12 months"),
  question(["account.name", "instance.tier", "total_accounts"], "month", "3 months"),
];

const [snapshot, { dataClock }] = await Promise.all([readSnapshotKey(), warehouse().clock()]);
const context = { engine: env().warehouse.engine, snapshot, dataClock, permissions: new Set(PERMISSIONS) };
const model = models();

const compiling = await timesOf(2_000, (i) => compile(model, QUESTIONS[i % QUESTIONS.length], context));

const { token } = await signIn(env().baseUrl, "creator@candor.example");
const asking = await timesOf(300, async () => {
  const actor = await actorOfSession(token);
  if (actor === null || !actor.permissions.has("explore.run")) throw new Error("not allowed");
  await readSnapshotKey();
});

/** Every round has days of its own, so that no answer comes from the cache. */
function inRound(asked, round) {
  const from = new Date(Date.parse(dataClock) - (365 + round) * 86_400_000).toISOString().slice(0, 10);
  return { ...asked, time: { ...asked.time, range: `${from} to ${dataClock}` } };
}

async function run(gate, round) {
  const query = compile(model, inRound(QUESTIONS[round % QUESTIONS.length], round), context, gate);
  const { answer } = await warehouse().run(query, { deadlineMs: 20_000, signal: null, labels: { surface: "bench" } });
  if (answer.route.cached) throw new Error("An answer came from the cache, so it measures nothing.");
}
const gated = [];
const open = [];
for (let round = 0; round < 120; round++) {
  for (const [times, gate] of round % 2 === 0
    ? [
        [gated, CONSENT_GATE],
        [open, OPEN_GATE],
      ]
    : [
        [open, OPEN_GATE],
        [gated, CONSENT_GATE],
      ]) {
    const began = performance.now();
    await run(gate, round);
    if (round >= QUESTIONS.length) times.push(performance.now() - began);
  }
}
// Each pair asks the same question in the same moment: what differs is consent, and noise that goes both ways.
const differences = gated.map((time, index) => time - open[index]);
const join = Math.max(0, quantile(differences, 0.5));

const results = [
  result({
    scenario: "compile a question, p95",
    value: quantile(compiling, 0.95),
    unit: "ms",
    target: 1,
    samples: compiling.length,
  }),
  result({
    scenario: "who is it, what may they, which consent: two reads of the registry, p95",
    value: quantile(asking, 0.95),
    unit: "ms",
    target: null,
    samples: asking.length,
  }),
  result({
    scenario: "consent in the warehouse: median of what the level tests add to the same question",
    value: join,
    unit: "ms",
    target: null,
    samples: gated.length,
    baseline: `${quantile(open, 0.5).toFixed(1)} ms`,
  }),
  result({
    scenario: "permission and consent added to a question, p95",
    value: quantile(asking, 0.95) + join,
    unit: "ms",
    target: 5,
    samples: asking.length,
  }),
];
writeFileSync(out, JSON.stringify(results));
await disconnect();
