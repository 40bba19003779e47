import { handle } from "#lib/http/handle.ts";
import { setRole } from "#lib/people/service.ts";

export const PATCH = handle(setRole);
