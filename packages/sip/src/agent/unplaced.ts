import type { OutboundCall, OutboundEvent } from "../trunk.ts";
import { CallEvents } from "./events.ts";

/** A call that could not even be sent: it fails as soon as somebody listens. */
export class UnplacedCall implements OutboundCall {
  readonly id: string;
  readonly #events = new CallEvents<OutboundEvent>();

  constructor(id: string, code: number, reason: string) {
    this.id = id;
    this.#events.emit({ type: "failed", code, reason });
  }

  on(listener: (event: OutboundEvent) => void): void {
    this.#events.on(listener);
  }

  cancelOrHangUp(): Promise<void> {
    return Promise.resolve();
  }
}
