/** When the launcher began, also for the process in which it goes on after installing. */
export const BEGAN = Number(process.env.CANDOR_BEGAN) || Date.now();

/** A reason to stop that a person can act on: printed as one sentence, without a stack. */
export class Stop extends Error {
  /** @param {string} sentence @param {number} code */
  constructor(sentence, code = 1) {
    super(sentence);
    this.name = "Stop";
    this.code = code;
  }
}

/** @param {string} text */
export function say(text) {
  const seconds = ((Date.now() - BEGAN) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${text}\n`);
}
