import type { FromDesk, ToDesk } from "@siaga/contracts/desk-link";

/** Host candidates on a city's own network are gathered at once; a stuck interface must not hold the desk back. */
const gatheringLimit = 1_000;

export type DeskPeer = {
  readonly accept: (sdp: string) => Promise<void>;
  readonly send: (message: FromDesk) => boolean;
  /** This browser's clock when the exchange was last heard on the data channel; null before that. */
  readonly heardAt: () => number | null;
  readonly openedAt: number;
  readonly close: () => void;
};

type Parts = {
  readonly microphone: MediaStream;
  readonly onMessage: (message: ToDesk) => void;
  readonly onUp: (up: boolean) => void;
  readonly onRemote: (remote: MediaStream) => void;
  readonly offer: (sdp: string) => void;
};

/**
 * The desk's one PeerConnection: audio both ways and the data channel `desk`. It lives for the shift, so that
 * answering needs neither ICE nor DTLS. The offer is complete (no trickle): RFC 8829 §4.1.
 */
export function openDeskPeer({ microphone, onMessage, onUp, onRemote, offer }: Parts): DeskPeer {
  const connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  const track = microphone.getAudioTracks()[0];
  if (track === undefined) throw new Error("a desk needs a microphone track");
  const audio = connection.addTransceiver(track, { direction: "sendrecv", streams: [microphone] });
  preferG711(audio);
  const channel = connection.createDataChannel("desk", { ordered: true });
  let heardAt: number | null = null;

  channel.onopen = () => onUp(true);
  channel.onclose = () => onUp(false);
  channel.onmessage = (message) => {
    heardAt = Date.now();
    onMessage(JSON.parse(String(message.data)) as ToDesk);
  };
  connection.ontrack = ({ streams, track: remote }) => onRemote(streams[0] ?? new MediaStream([remote]));
  connection.onconnectionstatechange = () => {
    if (connection.connectionState === "failed") onUp(false);
  };
  void makeOffer(connection).then((sdp) => sdp !== null && offer(sdp));

  return {
    accept: (sdp) => connection.setRemoteDescription({ type: "answer", sdp }),
    send: (message) => {
      if (channel.readyState !== "open") return false;
      channel.send(JSON.stringify(message));
      return true;
    },
    heardAt: () => heardAt,
    openedAt: Date.now(),
    close: () => connection.close(),
  };
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

async function makeOffer(connection: RTCPeerConnection): Promise<string | null> {
  await connection.setLocalDescription(await connection.createOffer());
  await gathered(connection);
  return connection.signalingState === "closed" ? null : (connection.localDescription?.sdp ?? null);
}

function gathered(connection: RTCPeerConnection): Promise<void> {
  if (connection.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((done) => {
    const limit = setTimeout(done, gatheringLimit);
    connection.addEventListener("icegatheringstatechange", () => {
      if (connection.iceGatheringState !== "complete") return;
      clearTimeout(limit);
      done();
    });
  });
}
