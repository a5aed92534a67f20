import type { FromDesk, ToDesk } from "@siaga/contracts/desk-link";
import type { DeskClaim } from "@siaga/contracts/http";

/** ms. Host candidates on a city's own network are gathered at once; a stuck interface must not hold the desk back. */
const gatheringLimit = 1_000;
/** ms. A relay must first be asked for an address, and asked again with the password. */
const relayGatheringLimit = 3_000;

export type DeskPeer = {
  readonly accept: (sdp: string) => Promise<void>;
  readonly send: (message: FromDesk) => boolean;
  /** Speaks with another microphone, without a new connection. */
  readonly use: (microphone: MediaStream) => void;
  /** Sound packets that came in until now. */
  readonly received: () => Promise<number>;
  readonly close: () => void;
};

export type DeskPeerParts = {
  readonly microphone: MediaStream;
  readonly iceServers: DeskClaim["iceServers"];
  readonly onMessage: (message: ToDesk) => void;
  readonly onOpened: () => void;
  /** The browser has lost touch with the other side and still tries. */
  readonly onDisturbed: () => void;
  readonly onLost: () => void;
  readonly onRemote: (remote: MediaStream) => void;
  readonly offer: (sdp: string) => void;
};

/**
 * The desk's one PeerConnection: audio both ways and the data channel `desk`. It lives for the shift, so that
 * answering needs neither ICE nor DTLS. The offer is complete (no trickle): RFC 8829 §4.1.
 */
export function openDeskPeer(parts: DeskPeerParts): DeskPeer {
  const { microphone, iceServers, offer } = parts;
  const connection = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers: iceServers.map(asBrowser) });
  const track = microphone.getAudioTracks()[0];
  if (track === undefined) throw new Error("a desk needs a microphone track");
  const audio = connection.addTransceiver(track, { direction: "sendrecv", streams: [microphone] });
  preferG711(audio);
  const channel = connection.createDataChannel("desk", { ordered: true });
  watch(connection, channel, parts);
  void makeOffer(connection, iceServers.length > 0).then((sdp) => sdp !== null && offer(sdp));

  return {
    accept: (sdp) => connection.setRemoteDescription({ type: "answer", sdp }),
    send: (message) => {
      if (channel.readyState !== "open") return false;
      channel.send(JSON.stringify(message));
      return true;
    },
    use: (other) => void audio.sender.replaceTrack(other.getAudioTracks()[0] ?? null),
    received: () => receivedBy(audio.receiver),
    close: () => connection.close(),
  };
}

const asBrowser = ({ urls, username, credential }: DeskClaim["iceServers"][number]): RTCIceServer =>
  username === undefined || credential === undefined ? { urls } : { urls, username, credential };

function watch(connection: RTCPeerConnection, channel: RTCDataChannel, parts: DeskPeerParts): void {
  channel.onopen = parts.onOpened;
  channel.onclose = parts.onLost;
  channel.onmessage = (message) => parts.onMessage(JSON.parse(String(message.data)) as ToDesk);
  connection.ontrack = ({ streams, track }) => parts.onRemote(streams[0] ?? new MediaStream([track]));
  connection.onconnectionstatechange = () => {
    if (connection.connectionState === "disconnected") parts.onDisturbed();
    if (connection.connectionState === "failed") parts.onLost();
  };
}

/** Before the first packet the browser has no report of the stream. */
async function receivedBy(receiver: RTCRtpReceiver): Promise<number> {
  for (const report of (await receiver.getStats()).values())
    if (report.type === "inbound-rtp") return (report as { packetsReceived?: number }).packetsReceived ?? 0;
  return 0;
}

/** G.711 A-law first: what the trunk speaks, so that nothing is transcoded. */
function preferG711(audio: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities("audio")?.codecs ?? [];
  const rank = ({ mimeType }: { mimeType: string }): number => {
    const found = ["audio/pcma", "audio/pcmu", "audio/telephone-event"].indexOf(mimeType.toLowerCase());
    return found === -1 ? 9 : found;
  };
  if (codecs.length > 0) audio.setCodecPreferences(codecs.toSorted((a, b) => rank(a) - rank(b)));
}

async function makeOffer(connection: RTCPeerConnection, relayed: boolean): Promise<string | null> {
  await connection.setLocalDescription(await connection.createOffer());
  await gathered(connection, relayed ? relayGatheringLimit : gatheringLimit);
  return connection.signalingState === "closed" ? null : (connection.localDescription?.sdp ?? null);
}

function gathered(connection: RTCPeerConnection, within: number): Promise<void> {
  if (connection.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((done) => {
    const limit = setTimeout(done, within);
    connection.addEventListener("icegatheringstatechange", () => {
      if (connection.iceGatheringState !== "complete") return;
      clearTimeout(limit);
      done();
    });
  });
}
