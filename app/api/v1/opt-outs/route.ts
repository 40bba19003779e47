import { recordOptOut } from "#lib/customers/service.ts";
import { handle } from "#lib/http/handle.ts";

export const POST = handle(recordOptOut);
