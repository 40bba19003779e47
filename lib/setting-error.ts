/** A setting that keeps the portal from starting: names the variable and what to do. */
export class SettingError extends Error {
  readonly variable: string;
  constructor(variable: string, sentence: string) {
    super(`${variable}: ${sentence}`);
    this.name = "SettingError";
    this.variable = variable;
  }
}

/** The value, or the sentence about the variable that lacks one. */
export function need(variable: string, value: string | undefined, sentence: string): string {
  if (value === undefined) throw new SettingError(variable, sentence);
  return value;
}

/** Whether the address is one of this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
