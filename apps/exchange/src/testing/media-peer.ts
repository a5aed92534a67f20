import type { MediaEvent, MediaPlane, Opened, Refused } from "@siaga/media";

/** The media plane in memory: which legs stand, who is in which room, what plays. */
export type MediaPeer = {
  readonly media: MediaPlane;
  readonly legs: Set<string>;
  /** Leg → room. */
  readonly rooms: Map<string, string>;
  /** Leg → prompts. */
  readonly playing: Map<string, readonly string[]>;
  readonly recording: Map<string, string>;
  readonly muted: Map<string, boolean>;
  /** Keys pressed at peers, each as `<leg> <digits>`. */
  readonly pressed: string[];
  /** The next opening of a leg is refused with this. */
  refuseNext(refused: Refused): void;
  /** The next answer of a peer cannot be taken. */
  refuseAnswer(refused: Refused): void;
  says(event: MediaEvent): void;
};

export function mediaPeer(): MediaPeer {
  const legs = new Set<string>();
  const rooms = new Map<string, string>();
  const playing = new Map<string, readonly string[]>();
  const recording = new Map<string, string>();
  const muted = new Map<string, boolean>();
  const pressed: string[] = [];
  const listeners: ((event: MediaEvent) => void)[] = [];
  let refusal: Refused | null = null;
  let unusable: Refused | null = null;
  const open = async (leg: string): Promise<Opened | Refused> => {
    const refused = refusal;
    refusal = null;
    if (refused) return refused;
    legs.add(leg);
    return { ok: true, sdp: `sdp of ${leg}` };
  };
  const says = (event: MediaEvent): void => listeners.forEach((listener) => listener(event));
  const media: MediaPlane = {
    openTrunkLeg: ({ leg }) => open(leg),
    async acceptAnswer() {
      const refused = unusable;
      unusable = null;
      return refused ?? { ok: true };
    },
    reoffer: (leg) => open(leg),
    async openDeskLeg(leg) {
      const opened = await open(leg);
      if (opened.ok) setImmediate(() => says({ type: "desk-up", leg }));
      return opened;
    },
    deskSend() {},
    closeLeg(leg) {
      legs.delete(leg);
      rooms.delete(leg);
    },
    play: (leg, prompts) => void playing.set(leg, prompts),
    stopPlaying: (leg) => void playing.delete(leg),
    sendDigits: (leg, digits) => void pressed.push(`${leg} ${digits}`),
    join: (room, leg) => void rooms.set(leg, room),
    part: (leg) => void rooms.delete(leg),
    mute: (leg, on) => void muted.set(leg, on),
    startRecording: (leg, file) => void recording.set(leg, file),
    stopRecording: (leg) => void recording.delete(leg),
    statistics: async () => ({ legs: legs.size, rooms: 0, freePorts: 100, recordings: 0, perLeg: {} }),
    on: (listener) => void listeners.push(listener),
    close: async () => {},
  };
  return {
    media,
    legs,
    rooms,
    playing,
    recording,
    muted,
    pressed,
    refuseNext: (refused) => void (refusal = refused),
    refuseAnswer: (refused) => void (unusable = refused),
    says,
  };
}
