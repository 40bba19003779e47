import { listAudit } from "#lib/audit/service.ts";
import { handle } from "#lib/http/handle.ts";

export const GET = handle(listAudit);
