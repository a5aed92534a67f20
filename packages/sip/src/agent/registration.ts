import { createHash, randomUUID } from "node:crypto";
import type { SipResponse } from "../message/message.ts";
import { bracketed } from "../message/uri.ts";
import type { OutgoingRequest } from "../message/write.ts";
import { nextRegistration, type RegistrationInput, type RegistrationState } from "../registration/table.ts";
import { grantedTime, refreshAfter, retryAfter, seconds } from "../registration/times.ts";
import type { Timer, Timers } from "../transaction/timers.ts";
import type { Peer } from "../transport/peer.ts";
import type { RegistrationSetting, RegistrationStanding } from "../trunk.ts";
import type { UserAgentCore } from "./core.ts";
import { keepFlow } from "./flow.ts";
import { SentRequest } from "./sent-request.ts";
import type { Targets } from "./targets.ts";

/** Between two attempts after a failure (ms): the first, doubled up to the longest. */
export type RegistrationPace = { readonly first: number; readonly longest: number };

/** A registrar's refusals that time does not cure; everything else may be better in a minute (RFC 3261 §10.2.7). */
const refusals = new Set([400, 401, 403, 404, 405, 407, 420, 501]);

type Trouble = {
  readonly kind: "refused" | "unreachable";
  readonly code: number | null;
  readonly reason: string;
};

export type RegistrationPorts = {
  readonly core: UserAgentCore;
  readonly targets: Targets;
  readonly timers: Timers;
  readonly pace: RegistrationPace;
  readonly random: () => number;
  readonly now: () => number;
  readonly changed: () => void;
};

/** Keeps one trunk's account bound to us at its registrar (RFC 3261 §10.2). Its states stand in `registration/table.ts`. */
export class Registration {
  readonly user: string;
  /** RFC 3608: where requests to this carrier pass first. */
  routes: readonly string[] = [];
  readonly #setting: RegistrationSetting;
  readonly #ports: RegistrationPorts;
  readonly #callId = randomUUID();
  readonly #tag = randomUUID();
  #sequence = 0;
  #asked: number;
  #state: RegistrationState = "registering";
  #standsUntil = 0;
  #failures = 0;
  #trouble: Trouble | null = null;
  #told: number | null = null;
  #due: Timer | null = null;
  #peer: Peer | null = null;
  #stopFlow: () => void = () => undefined;

  constructor(setting: RegistrationSetting, ports: RegistrationPorts) {
    this.user = setting.user;
    this.#setting = setting;
    this.#asked = setting.expires;
    this.#ports = ports;
  }

  start(): void {
    this.#ask();
  }

  standing(): RegistrationStanding {
    const { kind = "registering", code = null, reason = null } = this.#trouble ?? {};
    const state = this.#standsUntil > this.#ports.now() ? "registered" : kind;
    return { state, code, reason };
  }

  /** RFC 3261 §10.2.2: takes the binding back; resolves when the registrar answered or `patience` ms passed. */
  close(patience: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#left = resolve;
    const late = setTimeout(resolve, patience);
    this.#receive("close");
    return promise.finally(() => clearTimeout(late));
  }
  #left: () => void = () => undefined;

  #receive(input: RegistrationInput): void {
    const row = nextRegistration(this.#state, input);
    if (row === null) return;
    const { timers, random, pace } = this.#ports;
    this.#state = row[0];
    timers.cancel(this.#due);
    this.#due = null;
    if (row[1] === "ask") this.#ask();
    else if (row[1] === "rest") this.#dueAfter(refreshAfter(this.#granted(), random));
    else if (row[1] === "retryLater") this.#dueAfter(retryAfter(this.#failures++, pace, random, this.#told));
    else if (row[1] === "leave") this.#leave();
    else this.#left();
    this.#ports.changed();
  }

  #granted(): number {
    return (this.#standsUntil - this.#ports.now()) / 1_000;
  }

  #dueAfter(delay: number): void {
    this.#due = this.#ports.timers.after(delay, () => this.#receive("due"));
  }

  /** One place after the other (RFC 3263 §4.3) until one says yes or no. */
  #ask(left: readonly Peer[] = this.#ports.targets.current()): void {
    const [peer, ...rest] = left;
    this.#told = null;
    if (peer === undefined) return this.#failed(null, `nothing answers for ${this.#ports.targets.domain}`);
    const next = (code: number, reason: string): void => {
      this.#ports.targets.failed(peer);
      if (rest.length > 0) this.#ask(rest);
      else this.#failed(code, reason);
    };
    void this.#send(peer, this.#asked, {
      onResponse: (response, refusal) => {
        if (response.status < 200 || this.#state === "over") return;
        if (response.status === 503 || response.status === 408) {
          this.#told = seconds(response, "retry-after");
          return next(response.status, response.reason);
        }
        this.#answered(peer, response, refusal);
      },
      onTimeout: () => next(408, "no answer to REGISTER"),
      onUnreachable: () => next(503, "the registrar cannot be reached"),
    });
  }

  #answered(peer: Peer, response: SipResponse, refusal: string | null): void {
    const { status } = response;
    this.#told = seconds(response, "retry-after");
    if (status < 300) return this.#accepted(peer, response);
    // §10.2.8: longer, as long as it says; a registrar that names nothing longer is only asked again later.
    const longer = status === 423 ? seconds(response, "min-expires") : null;
    if (longer !== null && longer > this.#asked) {
      this.#asked = longer;
      return this.#receive("brief");
    }
    const reason = refusal ?? response.reason;
    if (!refusals.has(status)) return this.#failed(status, reason);
    this.#trouble = { kind: "refused", code: status, reason };
    this.#standsUntil = 0;
    this.#receive("refused");
  }

  #accepted(peer: Peer, response: SipResponse): void {
    const { now, timers } = this.#ports;
    this.#standsUntil = now() + grantedTime(response, this.#contact(peer), this.#asked) * 1_000;
    this.#failures = 0;
    this.#trouble = null;
    this.#peer = peer;
    this.routes = response.headers.list("service-route");
    this.#ports.targets.worked(peer);
    this.#stopFlow();
    if (this.#setting.outbound) {
      const every = seconds(response, "flow-timer");
      this.#stopFlow = keepFlow(this.#ports.core, peer, every, timers, () => this.#receive("lost"));
    }
    this.#receive("accepted");
  }

  #failed(code: number | null, reason: string): void {
    this.#trouble = { kind: "unreachable", code, reason };
    this.#receive("failed");
  }

  #leave(): void {
    this.#stopFlow();
    const peer = this.#peer ?? this.#ports.targets.current()[0];
    if (peer === undefined) return this.#left();
    const done = (): void => this.#left();
    void this.#send(peer, 0, {
      onResponse: ({ status }) => status >= 200 && done(),
      onTimeout: done,
      onUnreachable: done,
    });
  }

  #send(peer: Peer, expires: number, listener: ConstructorParameters<typeof SentRequest>[3]): SentRequest {
    const request = this.#requestFor(peer, expires);
    return new SentRequest(this.#ports.core, request, peer, listener, () => (this.#sequence += 1));
  }

  /** RFC 3261 §10.2: one Call-ID for all, CSeq counting on, the domain as Request-URI. */
  #requestFor(peer: Peer, expires: number): OutgoingRequest {
    const { core, targets } = this.#ports;
    const address = `sip:${encodeURIComponent(this.user)}@${bracketed(targets.uri.host)}`;
    // RFC 5626 §4.2.1: which of our flows this is, and which instance of us.
    const flow = this.#setting.outbound ? `;reg-id=1;+sip.instance="<urn:uuid:${this.#instance()}>"` : "";
    // RFC 3327 §5.1: proxies may put themselves in the way of calls to us.
    const supported = this.#setting.outbound ? "path, outbound" : "path";
    return {
      method: "REGISTER",
      uri: `sip:${targets.domain}`,
      from: `<${address}>;tag=${this.#tag}`,
      to: `<${address}>`,
      callId: this.#callId,
      sequence: (this.#sequence += 1),
      lines:
        `Contact: <${this.#contact(peer)}>${flow};expires=${expires}\r\nExpires: ${expires}\r\n` +
        `Supported: ${supported}\r\nUser-Agent: ${core.product}\r\n`,
    };
  }

  /** Calls arrive here; the user part tells trunks of one carrier apart. */
  #contact(peer: Peer): string {
    const { core } = this.#ports;
    const transport = peer.transport === "tcp" ? ";transport=tcp" : "";
    const local = bracketed(core.localAddressFor(peer.address));
    return `sip:${encodeURIComponent(this.user)}@${local}:${core.port}${transport}`;
  }

  /** RFC 5626 §4.1: the same after a restart; drawn from what does not change. */
  #instance(): string {
    const seed = `${this.user}@${this.#ports.targets.domain} ${this.#ports.core.port}`;
    const hash = createHash("sha256").update(seed).digest("hex");
    return [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join("-"); // prettier-ignore
  }
}
