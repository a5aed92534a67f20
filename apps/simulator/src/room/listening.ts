import { type CentreState, type Input, reportRoom } from "@siaga/core";
import type { Agenda } from "../agenda.ts";

/** Free operators listen to waiting callers when the room proposes one, for as long as the policy lets them. */
export interface Listening {
  consider(): void;
  /** ms a desk needs longer to pick up, because it was listening to somebody else a moment ago. */
  brokenOff(desk: string): number;
}

export type ListeningOptions = {
  readonly agenda: Agenda;
  readonly state: CentreState;
  readonly play: (input: Input) => void;
  readonly soundsInNeed: (call: string) => boolean;
};

/** Turning from one caller to another takes a second. */
const turning = 1_000;

export function openListening({ agenda, state, play, soundsInNeed }: ListeningOptions): Listening {
  const lately = new Map<string, number>();

  function listen(call: string, desk: string, limit: number): void {
    play({ type: "glance.requested", call, desk });
    const listens = (): boolean => state.triage.glances.get(desk)?.call === call;
    if (!listens()) return;
    lately.set(desk, agenda.now + limit);
    // Just before it would lapse by itself.
    agenda.at(agenda.now + limit - 1, () => {
      lately.delete(desk);
      if (listens()) play({ type: "glance.ended", call, desk, found: soundsInNeed(call) ? "emergency" : "nuisance" });
    });
  }
  return {
    consider() {
      const glance = state.policy.triage?.glance;
      if (!glance || state.triage.surge === null) return;
      for (const { desk, state: doing } of state.desks.values()) {
        if (doing !== "available" || state.triage.glances.has(desk)) continue;
        const call = reportRoom(state, agenda.now).worthGlance;
        if (call === null) return;
        return listen(call, desk, glance.limit);
      }
    },
    brokenOff(desk) {
      const until = lately.get(desk) ?? 0;
      lately.delete(desk);
      return agenda.now < until ? turning : 0;
    },
  };
}
