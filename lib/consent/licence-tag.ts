const STOPPING = new Set(["allow-air-gapped", "disable-telemetry-export", "allow-disable-telemetry-export"]);

/** Whether a licence with this tag stops the event stream at the sender. Spelling varies at the source. */
export function stopsEvents(tag: string): boolean {
  return STOPPING.has(
    tag
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_]+/g, "-"),
  );
}
