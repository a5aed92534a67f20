import { createSocket, type Socket } from "node:dgram";

export type Impairment = {
  /** Share of datagrams lost, 0 to 1. */ readonly loss: number;
  /** Each is held up to so many ms: they overtake one another. */ readonly jitter: number;
  /** Share that comes twice. */ readonly doubled: number;
};

const bind = (): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.bind(0, "127.0.0.1", () => resolve(socket));
  });

/**
 * A bad network between a peer and the leg it calls, in both directions and by chance from a seed: the peer names `outside`
 * in its SDP and sends to `inside`.
 */
export class ImpairingRelay {
  readonly #outside: Socket;
  readonly #inside: Socket;
  readonly #impairment: Impairment;
  #state: number;
  /** Where the leg and the peer stand. */
  #leg: number | null = null;
  #peer: number | null = null;

  private constructor(outside: Socket, inside: Socket, impairment: Impairment, seed: number) {
    this.#outside = outside;
    this.#inside = inside;
    this.#impairment = impairment;
    this.#state = seed;
    inside.on("message", (datagram, from) => {
      this.#peer = from.port;
      this.#pass(datagram, this.#outside, () => this.#leg);
    });
    outside.on("message", (datagram) => this.#pass(datagram, this.#inside, () => this.#peer));
  }

  static async open(impairment: Impairment, seed = 1): Promise<ImpairingRelay> {
    return new ImpairingRelay(await bind(), await bind(), impairment, seed);
  }

  /** The port the leg sends to, for the peer's SDP. */
  get outside(): number {
    return this.#outside.address().port;
  }

  /** Takes the leg's SDP; returns it with the relay's own port, for the peer. */
  connect(sdp: string): string {
    this.#leg = Number(/^m=audio (\d+)/m.exec(sdp)?.[1]);
    return sdp.replace(/^m=audio \d+/m, `m=audio ${this.#inside.address().port}`);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#inside.close(() => this.#outside.close(() => resolve())));
  }

  #pass(datagram: Buffer, through: Socket, to: () => number | null): void {
    if (this.#chance() < this.#impairment.loss) return;
    const copies = this.#chance() < this.#impairment.doubled ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1)
      setTimeout(() => {
        const port = to();
        try {
          if (port !== null) through.send(datagram, port, "127.0.0.1");
        } catch {
          // Closed while it was on its way.
        }
      }, this.#chance() * this.#impairment.jitter);
  }

  #chance(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) | 0;
    return (this.#state >>> 0) / 2 ** 32;
  }
}
