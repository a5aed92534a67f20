import type { Commit, Welcome } from "@siaga/contracts/exchange-link";
import { type CentreState, emptyCentre, evolve, failOpenPolicy, type Policy, restoreCentre } from "@siaga/core";

/** The exchange's copy of the centre's state, kept so that it can go on alone from exactly there. */
export interface StandingCopy {
  readonly epochSeen: () => number;
  readonly seqSeen: () => number;
  readonly policy: () => Policy;
  readonly state: () => CentreState;
  adopt(welcome: Welcome): void;
  /** Adds a commit's events; a commit already seen adds nothing. */
  add(commit: Commit): void;
  /** Hands the state over to the own brain, under `fail-open`. */
  failOpen(): CentreState;
}

/** `cityPolicy` rules until a centre says otherwise. */
export function openStandingCopy(cityPolicy: Policy): StandingCopy {
  let policy = cityPolicy;
  let state = emptyCentre(cityPolicy);
  let epoch = 0;
  let seq = 0;
  return {
    epochSeen: () => epoch,
    seqSeen: () => seq,
    policy: () => policy,
    state: () => state,
    adopt(welcome) {
      policy = welcome.policy;
      state = restoreCentre(welcome.state, policy);
      epoch = welcome.epoch;
      seq = welcome.seq;
    },
    add(commit) {
      if (commit.seq <= seq) return;
      for (const event of commit.events) evolve(state, event);
      seq = commit.seq;
    },
    failOpen() {
      state.policy = failOpenPolicy(policy);
      return state;
    },
  };
}
