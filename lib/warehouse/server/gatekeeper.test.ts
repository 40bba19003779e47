import { expect, test } from "vitest";
import { Gatekeeper } from "#lib/warehouse/server/gatekeeper.ts";

const patient = new AbortController().signal;

test("so many are inside, so many wait, the next is told to come back", async () => {
  const gate = new Gatekeeper(2, 1);
  const leave = await gate.enter(patient);
  await gate.enter(patient);
  let entered = false;
  const third = gate.enter(patient).then(() => {
    entered = true;
  });
  await expect(gate.enter(patient)).rejects.toMatchObject({ code: "warehouse_unavailable" });
  expect(entered).toBe(false);
  leave();
  await third;
  expect(entered).toBe(true);
});

test("a place that becomes free goes to who waited longest, not to who comes just then", async () => {
  const gate = new Gatekeeper(1, 5);
  const order: string[] = [];
  const leave = await gate.enter(patient);
  const waiting = gate.enter(patient).then((done) => {
    order.push("waited");
    done();
  });
  leave();
  const late = gate.enter(patient).then((done) => {
    order.push("came late");
    done();
  });
  await Promise.all([waiting, late]);
  expect(order).toEqual(["waited", "came late"]);
});

test("who gives up leaves the line, and does not come in", async () => {
  const gate = new Gatekeeper(1, 1);
  const leave = await gate.enter(patient);
  const gone = new AbortController();
  const waiting = gate.enter(gone.signal);
  gone.abort();
  await expect(waiting).rejects.toThrow(/Given up/);
  const next = gate.enter(patient);
  leave();
  (await next)();
  await expect(gate.enter(gone.signal)).rejects.toThrow();
  (await gate.enter(patient))();
});
