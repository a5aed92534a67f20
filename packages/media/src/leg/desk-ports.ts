import { createSocket } from "node:dgram";

/** UDP ports for desks' connections, one each, taken in turn so that a late datagram finds nobody of ours. */
export class DeskPorts {
  readonly #first: number;
  readonly #count: number;
  readonly #taken = new Set<number>();
  #next = 0;

  constructor({ first, last }: { readonly first: number; readonly last: number }) {
    this.#first = first;
    this.#count = last - first + 1;
  }

  /** A port nobody holds, here or in another process; null when there is none. */
  async take(): Promise<number | null> {
    for (let tried = 0; tried < this.#count; tried += 1) {
      const port = this.#first + (this.#next++ % this.#count);
      if (this.#taken.has(port)) continue;
      this.#taken.add(port);
      if (await isFree(port)) return port;
      this.#taken.delete(port);
    }
    return null;
  }

  give(port: number): void {
    this.#taken.delete(port);
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => resolve(false));
    socket.bind({ port, exclusive: true }, () => socket.close(() => resolve(true)));
  });
