/** The edge of `signalling.ts`, in a process of its own so that its processor time is its own. It answers every call at once. */
import { openSip } from "@siaga/sip";

const sdp = [
  "v=0",
  "o=siaga 1 1 IN IP4 127.0.0.1",
  "s=-",
  "c=IN IP4 127.0.0.1",
  "t=0 0",
  "m=audio 40000 RTP/AVP 8",
  "a=rtpmap:8 PCMA/8000",
  "",
].join("\r\n");

const edge = await openSip({
  address: "127.0.0.1",
  port: 0,
  trunks: [{ name: "bench", addresses: ["127.0.0.1"], peer: null, trustIdentity: true, pseudoNumbers: [] }],
  country: "ID",
  shortCodes: ["112"],
  userAgent: "bench",
  publicAddress: "127.0.0.1",
});

const seen = { calls: 0, ended: 0, unacknowledged: 0 };
edge.onCall((call) => {
  seen.calls += 1;
  call.on(({ type }) => {
    if (type === "bye") seen.ended += 1;
  });
  call.ring();
  void call.answer(sdp).then(({ kind }) => {
    if (kind === "unacknowledged") seen.unacknowledged += 1;
  });
});
process.on("message", () => process.send?.({ ...seen, ...edge.counts(), rss: process.memoryUsage.rss() }));
process.on("disconnect", () => process.exit());
process.send?.({ port: (edge as typeof edge & { readonly port: number }).port });
