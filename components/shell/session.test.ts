import { afterEach, expect, test } from "vitest";
import { clearSessionEnded, noteSessionError, sessionHasEnded, subscribeToSession } from "#components/shell/session.ts";
import { CallError } from "#lib/http/call.ts";

function refusal(status: number, code: string): CallError {
  const rest = { path: null, offset: null, suggestion: null, details: null, requestId: "req_1" };
  return new CallError({ type: "about:blank", title: code, status, detail: "You are not signed in.", code, ...rest });
}

afterEach(clearSessionEnded);

test("only a missing session ends it; other refusals and faults do not", () => {
  noteSessionError(refusal(403, "forbidden"));
  noteSessionError(new Error("boom"));
  expect(sessionHasEnded()).toBe(false);
  noteSessionError(refusal(401, "unauthenticated"));
  expect(sessionHasEnded()).toBe(true);
});

test("listeners hear each change once, and none after they left", () => {
  let heard = 0;
  const leave = subscribeToSession(() => {
    heard += 1;
  });
  noteSessionError(refusal(401, "unauthenticated"));
  noteSessionError(refusal(401, "unauthenticated"));
  clearSessionEnded();
  expect(heard).toBe(2);
  leave();
  noteSessionError(refusal(401, "unauthenticated"));
  expect(heard).toBe(2);
});
