import { useEffect, useState } from "react";
import { centreNow } from "../live/live-store.ts";

/** The centre's time, read again every `every` ms. */
export function useNow(every = 500): number {
  const [now, setNow] = useState(centreNow);
  useEffect(() => {
    setNow(centreNow());
    const timer = setInterval(() => setNow(centreNow()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
