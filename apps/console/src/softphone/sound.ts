/** All sounds of this page share one AudioContext. Browsers keep it silent until a person pressed something. */
let context: AudioContext | null = null;
let remote: HTMLAudioElement | null = null;
const watchers = new Set<() => void>();
let blocked = false;

export function audioContext(): AudioContext {
  if (context !== null) return context;
  context = new AudioContext();
  context.addEventListener("statechange", noteBlocked);
  return context;
}

/** The caller's voice: one element, playing silence between calls, so that answering starts no playback. */
export function playRemote(stream: MediaStream): void {
  remote ??= new Audio();
  remote.autoplay = true;
  remote.srcObject = stream;
  void remote.play().then(noteBlocked, noteBlocked);
}

/** Called with every key and pointer press: sound allowed from here on. */
export function unlockSound(): void {
  if (context?.state === "suspended") void context.resume().then(noteBlocked, noteBlocked);
  if (remote?.srcObject !== undefined && remote?.paused === true) void remote.play().then(noteBlocked, noteBlocked);
}

function noteBlocked(): void {
  const now = context?.state === "suspended" || (remote !== null && remote.srcObject !== null && remote.paused);
  if (now === blocked) return;
  blocked = now;
  for (const watcher of watchers) watcher();
}

export const soundBlocked = (): boolean => blocked;
export function watchSound(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** One tone of `length` seconds starting `after` seconds from now. */
export function tone(frequency: number, after: number, length: number, volume: number): void {
  const sounding = audioContext();
  if (sounding.state !== "running") return;
  const start = sounding.currentTime + after;
  const oscillator = new OscillatorNode(sounding, { frequency });
  const gain = new GainNode(sounding, { gain: 0 });
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(volume, start + 0.015);
  gain.gain.setValueAtTime(volume, start + length - 0.03);
  gain.gain.linearRampToValueAtTime(0, start + length);
  oscillator.connect(gain).connect(sounding.destination);
  oscillator.start(start);
  oscillator.stop(start + length + 0.05);
}
