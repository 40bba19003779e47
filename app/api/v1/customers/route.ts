import { listCustomers } from "#lib/customers/service.ts";
import { handle } from "#lib/http/handle.ts";

export const GET = handle(listCustomers);
