import { randomBytes } from "node:crypto";

export type IdPrefix =
  | "acc"
  | "ann"
  | "aud"
  | "chg"
  | "dash"
  | "fld"
  | "grp"
  | "idn"
  | "lic"
  | "look"
  | "opt"
  | "per"
  | "req"
  | "rol"
  | "ses"
  | "term"
  | "tile"
  | "usr";

// Crockford's base32: no i, l, o, u.
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 12;

/** A new id such as `acc_3q8zk1v0m9xt`: 60 random bits. */
export function newId(prefix: IdPrefix): string {
  const characters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return `${prefix}_${characters.join("")}`;
}
