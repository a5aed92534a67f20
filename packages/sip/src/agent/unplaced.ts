import type { OutboundCall, OutboundEvent, Reoffered } from "../trunk.ts";
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

  reoffer(): Promise<Reoffered> {
    return Promise.resolve({ kind: "gone" });
  }

  probe(): Promise<"gone"> {
    return Promise.resolve("gone");
  }

  cancelOrHangUp(): Promise<void> {
    return Promise.resolve();
  }
}
