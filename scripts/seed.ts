/** Groups, and in the demo its invented people. Every start runs it; what exists stays as it is. */
import { systemGrant } from "#lib/access/operation.ts";
import { disconnect } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import { seedAccess } from "#lib/people/store-seed.ts";

const { sampleData, google } = env();
await seedAccess(systemGrant("set-up", "roles.write"), sampleData ? google.issuer : null);
await disconnect();
