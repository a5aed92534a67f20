/** Faults in this time (ms) that are one too many. */
const within = 10_000;
const mostFaults = 10;

/**
 * A fault in one datagram or command must not silence every call: it is written down and the process goes on. When they
 * come in a row the state is not to be trusted and `giveUp` is called; the process is then started anew.
 */
export function faultKeeper(write: (line: string) => void, giveUp: () => void): (error: unknown, now: number) => void {
  const faults: number[] = [];
  return (error, now) => {
    const stack = error instanceof Error ? error.stack : String(error);
    write(JSON.stringify({ level: 50, name: "media", msg: "fault in the media process; it goes on", stack }));
    faults.push(now);
    while (faults[0]! < now - within) faults.shift();
    if (faults.length > mostFaults) giveUp();
  };
}
