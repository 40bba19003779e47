import { removeAnnotation, updateAnnotation } from "#lib/annotations/service.ts";
import { handle } from "#lib/http/handle.ts";

export const PATCH = handle(updateAnnotation);
export const DELETE = handle(removeAnnotation);
