/** `unplugged`: it was there and is gone. `silenced`: the headset's own switch or the system mutes it. */
export type MicrophoneRefusal = "insecure" | "denied" | "missing" | "busy" | "unplugged" | "silenced";
export type Microphone =
  | { readonly ok: true; readonly stream: MediaStream }
  | { readonly ok: false; readonly because: MicrophoneRefusal };

/** Browsers give a microphone only to secure pages: https, or this machine itself. */
export const mayHaveMicrophone = (): boolean => window.isSecureContext && navigator.mediaDevices !== undefined;

/** Asks for the headset's microphone. The track starts disabled: nothing is sent between calls. */
export async function openMicrophone(): Promise<Microphone> {
  if (!mayHaveMicrophone()) return { ok: false, because: "insecure" };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
    });
    for (const track of stream.getAudioTracks()) track.enabled = false;
    return { ok: true, stream };
  } catch (refusal) {
    return { ok: false, because: nameRefusal(refusal) };
  }
}

type Watched = {
  /** The device is gone. */
  readonly onEnded: () => void;
  /** The system, or a switch on the headset, mutes it or lets it speak. */
  readonly onSilenced: (silenced: boolean) => void;
  /** A device came or went. */
  readonly onDevices: () => void;
};

/** Watches what happens to a microphone outside this page. Returns the stopper. */
export function watchMicrophone(stream: MediaStream, { onEnded, onSilenced, onDevices }: Watched): () => void {
  const [track] = stream.getAudioTracks();
  const tell = (): void => onSilenced(track?.muted ?? false);
  track?.addEventListener("ended", onEnded);
  track?.addEventListener("mute", tell);
  track?.addEventListener("unmute", tell);
  navigator.mediaDevices.addEventListener("devicechange", onDevices);
  return () => {
    track?.removeEventListener("ended", onEnded);
    track?.removeEventListener("mute", tell);
    track?.removeEventListener("unmute", tell);
    navigator.mediaDevices.removeEventListener("devicechange", onDevices);
  };
}

function nameRefusal(refusal: unknown): MicrophoneRefusal {
  const name = refusal instanceof DOMException ? refusal.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "busy";
}
