/** What must be done before the launcher goes, in reverse order, whoever asks. */
import { Stop, say } from "./say.mjs";

const LAST_RESORT = 60_000;

/** @type {{ what: string, end: () => Promise<void> | void }[]} */
const duties = [];
let running = null;
let askedBy = null;
let tellAsked = () => {};

/** Resolves when somebody asks the launcher to go (Ctrl-C, a signal, the parent's death). */
export const asked = new Promise((resolve) => {
  tellAsked = resolve;
});

/** The code to leave with when somebody asked to go, else null. A portal that is stopped by Ctrl-C did all it should. */
export function leavingCode(command = "") {
  if (askedBy === null) return null;
  if (askedBy !== "SIGINT") return 143;
  return command === "start" || command === "dev" ? 0 : 130;
}

/**
 * Takes a duty on; throws when somebody has asked to go meanwhile, so that nothing more is begun.
 * @param {string} what @param {() => Promise<void> | void} end @returns {() => void} takes the duty off again
 */
export function atEnd(what, end) {
  const duty = { what, end };
  duties.push(duty);
  if (askedBy !== null) throw new Stop("Stopped.");
  return () => {
    const index = duties.indexOf(duty);
    if (index >= 0) duties.splice(index, 1);
  };
}

/** Does every duty, the last taken first. A duty that fails is named and does not stop the others. */
export function endAll() {
  running ??= inReverse().finally(() => {
    running = null;
  });
  return running;
}

async function inReverse() {
  while (duties.length > 0) {
    const duty = duties.pop();
    try {
      await duty?.end();
    } catch (error) {
      say(`Could not end ${duty?.what}: ${error.message}`);
    }
  }
}

/** From here on a signal ends everything in order; the launcher itself goes when its own work has unwound. */
export function listenForSignals() {
  const leave = (signal) => {
    if (askedBy !== null) return;
    askedBy = signal;
    process.stdout.write("\n");
    say("Stopping.");
    tellAsked(signal);
    void endAll();
    setTimeout(() => process.exit(1), LAST_RESORT).unref();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => leave(signal));
  process.on("disconnect", () => leave("SIGTERM"));
}
