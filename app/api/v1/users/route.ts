import { handle } from "#lib/http/handle.ts";
import { listPeople } from "#lib/people/service.ts";

export const GET = handle(listPeople);
