import { listNotCovered } from "#lib/explore/service.ts";
import { handle } from "#lib/http/handle.ts";

export const POST = handle(listNotCovered);
