import { createAnnotation, listAnnotations } from "#lib/annotations/service.ts";
import { handle } from "#lib/http/handle.ts";

export const GET = handle(listAnnotations);
export const POST = handle(createAnnotation);
