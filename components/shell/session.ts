import { CallError } from "#lib/http/call.ts";

/** Whether the session has ended under an open page; one for the whole tab. */
let ended = false;
const listeners = new Set<() => void>();

/** For the `onError` of every query and mutation: a refusal for want of a session opens the dialog. */
export function noteSessionError(error: Error): void {
  if (error instanceof CallError && error.problem.code === "unauthenticated") change(true);
}

/** The person has signed in again, or chose to go on reading. */
export function clearSessionEnded(): void {
  change(false);
}

export function subscribeToSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function sessionHasEnded(): boolean {
  return ended;
}

function change(next: boolean): void {
  if (next === ended) return;
  ended = next;
  for (const listener of listeners) listener();
}
