export type MicrophoneRefusal = "insecure" | "denied" | "missing" | "busy";
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

function nameRefusal(refusal: unknown): MicrophoneRefusal {
  const name = refusal instanceof DOMException ? refusal.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "busy";
}
