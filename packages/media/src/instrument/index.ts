/** Instruments that measure real sound: for tests, scenarios and benches. */
export { decode, encode } from "../audio/g711.ts";
export { VoiceActivity } from "../audio/activity.ts";
export { PromptEcho } from "../audio/prompt-echo.ts";
export { voiceFeatures, VoiceWindow } from "../audio/voice-window.ts";
export { fitted } from "../audio/voice-weights.ts";
export { level, longestTone } from "./goertzel.ts";
export { linearWav } from "./linear-wav.ts";
export { readWavNotes } from "./notes-reader.ts";
export { RtpPeer, type RtpPeerOptions } from "./rtp-peer.ts";
export { openSockets } from "../sockets/open.ts";
export type { DatagramSocket } from "../sockets/sockets.ts";
export { tone, toneBytes } from "./tone.ts";
export { until } from "./until.ts";
export { readWav, type WavSound } from "./wav-reader.ts";
export { parseRtp, type RtpPacket } from "../rtp/packet.ts";
export { assail, dice } from "./strangers.ts";
