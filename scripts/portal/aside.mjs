/** Commands that run beside a portal, or without one. */
import { generateClient } from "./build.mjs";
import { runShown } from "./children.mjs";
import { WAREHOUSE_SCRIPT } from "./data.mjs";
import { migrate, resolveMigration } from "./database.mjs";
import { atEnd, endAll, listenForSignals } from "./ending.mjs";
import { startPostgres } from "./postgres.mjs";
import { settle } from "./settings.mjs";

/** `npm run warehouse -- generate|load|refresh|verify …`, on the portal's Postgres, running or not. */
export function warehouse() {
  const words = process.argv.slice(3);
  return withDatabase(async ({ place, variables }) => {
    if (words[0] === "resolve") {
      await resolveMigration(place, words[1] ?? "", variables);
      return 0;
    }
    await generateClient(place, variables);
    if (words[0] !== "generate") await migrate(place, variables);
    return runShown([...WAREHOUSE_SCRIPT, ...words], variables);
  });
}

export function screenshots() {
  return runShown(["scripts/screenshots.mjs", ...process.argv.slice(3)], process.env);
}

/** A Postgres that runs already is used and left running; one started here is ended. */
async function withDatabase(work) {
  listenForSignals();
  try {
    const { env, place, variables, ownDatabase } = settle(process.env);
    if (!ownDatabase) {
      const server = await startPostgres({ dataDir: place.postgres, port: env.ports.postgres });
      variables.DATABASE_URL = server.url;
      if (!server.adopted) atEnd("Postgres", server.stop);
    }
    return await work({ place, variables });
  } finally {
    await endAll();
  }
}
