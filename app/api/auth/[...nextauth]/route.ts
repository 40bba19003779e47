import { authenticate } from "#lib/access/auth-http.ts";

export const GET = authenticate;
export const POST = authenticate;
