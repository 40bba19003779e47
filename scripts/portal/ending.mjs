/** What must be done before the launcher goes, in reverse order, whoever asks. */
import { say } from "./say.mjs";

/** @type {{ what: string, end: () => Promise<void> | void }[]} */
const duties = [];
let running = null;
let askedBy = null;
let tellAsked = () => {};

/** Resolves when somebody asks the launcher to go (Ctrl-C, a signal, the parent's death). */
export const asked = new Promise((resolve) => {
  tellAsked = resolve;
});

/** @param {string} what @param {() => Promise<void> | void} end @returns {() => void} takes the duty off again */
export function atEnd(what, end) {
  const duty = { what, end };
  duties.push(duty);
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

/** From here on a signal ends everything in order instead of this process alone. */
export function listenForSignals() {
  const leave = async (signal) => {
    if (askedBy !== null) return;
    askedBy = signal;
    process.stdout.write("\n");
    say("Stopping.");
    tellAsked(signal);
    await endAll();
    process.exit(signal === "SIGINT" ? 0 : 143);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void leave(signal));
  process.on("disconnect", () => void leave("SIGTERM"));
}
