/** Groups, and in the demo its invented people. Every start runs it; what exists stays as it is. */
import { systemGrant } from "#lib/access/operation.ts";
import { disconnect } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import { knowAtIssuer, seedAccess } from "#lib/people/store-seed.ts";

const { mode, sampleData, google } = env();
const grant = systemGrant("set-up", "roles.write");
await seedAccess(grant, sampleData ? google.issuer : null);
if (mode === "demo") await knowAtIssuer(grant, google.issuer);
await disconnect();
