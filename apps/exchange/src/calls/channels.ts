/** Pairs of RTP ports: a call takes one at its INVITE, so that a 200 never finds none left. */
export interface Channels {
  /** False when every channel is taken. */
  take(): boolean;
  release(): void;
  free(): number;
}

/** Each trunk leg uses an even port for RTP and the next for RTCP (RFC 3550 §11). */
export function openChannels(ports: { readonly first: number; readonly last: number }): Channels {
  const firstEven = ports.first + (ports.first % 2);
  const capacity = Math.floor((ports.last - firstEven + 1) / 2);
  let taken = 0;
  return {
    take() {
      if (taken >= capacity) return false;
      taken += 1;
      return true;
    },
    release() {
      taken = Math.max(0, taken - 1);
    },
    free: () => capacity - taken,
  };
}
