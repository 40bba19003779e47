import { decide } from "#lib/access-requests/service.ts";
import { handle } from "#lib/http/handle.ts";

export const PATCH = handle(decide);
