/** How well a direction can be heard, estimated. */
export type Heard = {
  /** Mean opinion score, 1 (bad) to 4.4 (as good as G.711 gets). */ readonly mos: number;
  /** Packets that were not heard: lost, or too late; percent. */ readonly loss: number;
};

export type Impairment = {
  /** Share of packets not heard, 0 to 1. */ readonly loss: number;
  /** Mean length of a run of losses over that of single random ones; 1 when they come at random. */ readonly burst: number;
  /** Mouth to ear, ms. */ readonly delay: number;
};

/** ITU-T G.107 with every default: Ro - Is. */
const best = 93.2;
/** ITU-T G.113 Appendix I: G.711 with the concealment of G.711 Appendix I. */
const lossRobustness = 25.1;

/** The E-model's rating R (0 to 93) of G.711 with concealment. */
export function rating({ loss, burst, delay }: Impairment): number {
  const percent = loss * 100;
  // G.107 §7.4: Ie,eff = Ie + (95 - Ie) · Ppl / (Ppl / BurstR + Bpl); Ie of G.711 is 0.
  const lost = (95 * percent) / (percent / Math.max(1, burst) + lossRobustness);
  // Delay as approximated for G.107 §7.3 by Cole and Rosenbluth: felt from 177 ms on.
  const delayed = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
  return Math.max(0, Math.min(100, best - delayed - lost));
}

/** The estimate of what listeners would say (ITU-T G.107 Annex B), to a hundredth. */
export function opinion(rated: number): number {
  if (rated <= 0) return 1;
  const mos = 1 + 0.035 * rated + rated * (rated - 60) * (100 - rated) * 7e-6;
  return Math.round(Math.max(1, Math.min(4.5, mos)) * 100) / 100;
}

export function heardAs(impairment: Impairment): Heard {
  return { mos: opinion(rating(impairment)), loss: Math.round(impairment.loss * 1000) / 10 };
}

/** How well a call could be heard. `in` is what we hear of the peer, `out` what the peer hears of us. */
export type Quality = {
  /** Mean opinion score, 1 to 4.4 (ITU-T G.107); null when nothing was received. */ readonly mosIn: number | null;
  /** Null when the peer's RTCP told nothing. */ readonly mosOut: number | null;
  /** Packets not heard, lost or too late, percent. */ readonly lossIn: number;
  readonly lossOut: number | null;
  /** ms (RFC 3550 §6.4.1) */ readonly jitterIn: number;
  readonly jitterOut: number | null;
  /** ms there and back; null without the peer's RTCP. */ readonly roundTrip: number | null;
  /** What the jitter buffer adds, ms. */ readonly delay: number;
  /** Sound made up for what was lost, ms. */ readonly concealed: number;
};

/** ms a packet of ours takes to fill, and what a peer's jitter buffer is assumed to add. */
const packetTime = 20;
const peersBuffer = 40;

/** What is counted on a leg, as quality. */
export function measure(counted: {
  readonly expected: number;
  readonly lost: number;
  readonly burst: number;
  readonly jitter: number;
  readonly playout: { readonly late: number; readonly delay: number; readonly concealed: number } | null;
  readonly sent: number;
  readonly told: { readonly lost: number; readonly jitter: number } | null;
  readonly roundTrip: number | null;
}): Quality {
  const { expected, lost, burst, playout, sent, told, roundTrip } = counted;
  const delay = playout?.delay ?? 0;
  const way = (roundTrip ?? 0) / 2 + packetTime;
  const share = expected === 0 ? 0 : Math.min(1, (lost + (playout?.late ?? 0)) / expected);
  const inward = heardAs({ loss: share, burst, delay: way + delay });
  const shareOut = told === null ? 0 : Math.min(1, Math.max(0, told.lost) / Math.max(1, sent));
  const outward = heardAs({ loss: shareOut, burst: 1, delay: way + peersBuffer });
  return {
    mosIn: expected === 0 ? null : inward.mos,
    mosOut: told === null ? null : outward.mos,
    lossIn: inward.loss,
    lossOut: told === null ? null : outward.loss,
    jitterIn: Math.round(counted.jitter * 10) / 10,
    jitterOut: told === null ? null : Math.round(told.jitter * 10) / 10,
    roundTrip: roundTrip === null ? null : Math.round(roundTrip),
    delay,
    concealed: playout?.concealed ?? 0,
  };
}
