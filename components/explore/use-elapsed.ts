import { useEffect, useState } from "react";

/** Milliseconds since a moment, moving on every half second; 0 while there is none. */
export function useElapsed(since: number | null): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (since === null) return undefined;
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 500);
    return () => {
      clearInterval(timer);
    };
  }, [since]);
  return since === null ? 0 : Math.max(0, now - since);
}
