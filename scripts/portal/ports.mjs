import { createServer } from "node:net";
import { Stop } from "./say.mjs";

/** Whether nothing listens on this loopback port. @param {number} port @returns {Promise<boolean>} */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** @returns {Promise<number>} A port that nobody uses at this moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port: 0, host: "127.0.0.1" }, () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** @param {number} port @param {string} variable @param {string} what */
export async function needFree(port, variable, what) {
  if (await isFree(port)) return;
  throw new Stop(
    `Port ${port}, wanted for ${what}, is used by another program. Stop it, or set ${variable} to a free port.`,
  );
}
