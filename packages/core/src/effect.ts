import type {
  AgencyId,
  AlarmKind,
  CallId,
  Caller,
  DeskId,
  DispatchId,
  FallbackTarget,
  IncidentId,
  Instant,
  OfferNumber,
  PartyId,
  PartyTo,
  PromptName,
} from "#kernel";
import type { Input } from "./input.ts";
import type { PartyState } from "./state.ts";

/**
 * Everything the centre can ask of the world: `noun.verb`. There is no reject verb.
 * Effects are performed at least once; whoever performs them is idempotent on what they name.
 */
export type Effect =
  // the exchange, towards the caller
  /** 180 Ringing: sent only after the call is durable. */
  | { readonly type: "call.ring"; readonly call: CallId }
  /** 200 OK without an operator yet: the caller will hear a prompt. Also starts the recording where the line records. */
  | { readonly type: "call.answer"; readonly call: CallId }
  | { readonly type: "prompt.play"; readonly call: CallId; readonly prompt: PromptName; readonly loop: boolean }
  | { readonly type: "prompt.stop"; readonly call: CallId }
  /** The desk and the caller hear one another; answers with 200 first where that has not happened. Stops prompts. */
  | { readonly type: "call.join"; readonly call: CallId; readonly desk: DeskId }
  /** The desk hears a waiting caller, who hears nothing of it; what the caller hears goes on. */
  | { readonly type: "call.overhear"; readonly call: CallId; readonly desk: DeskId }
  | { readonly type: "call.overhear-end"; readonly call: CallId; readonly desk: DeskId }
  | { readonly type: "call.hold"; readonly call: CallId; readonly desk: DeskId }
  | { readonly type: "call.resume"; readonly call: CallId; readonly desk: DeskId }
  /**
   * Who hears whom in a call, whole and at once; replaces what stood. Whoever is joined hears all others who are.
   * `ringing`: the caller hears that somebody is being called. A desk with a ringing caller keeps the call and hears nobody.
   */
  | {
      readonly type: "call.arrange";
      readonly call: CallId;
      readonly caller: "joined" | "held" | "ringing" | "waiting";
      readonly desk: DeskId | null;
      /** By audio leg: a colleague's desk, else the party itself. */
      readonly parties: readonly { readonly leg: DeskId | PartyId; readonly is: PartyState }[];
    }
  | {
      readonly type: "party.dial";
      readonly call: CallId;
      readonly party: PartyId;
      readonly desk: DeskId;
      readonly to: PartyTo;
    }
  | { readonly type: "party.hang-up"; readonly party: PartyId }
  /** The caller has been held for long: the desk rings though it has the call. */
  | { readonly type: "operator.remind"; readonly desk: DeskId; readonly call: CallId }
  /** Only ever follows a person's own decision to end a conversation, or a fallback's; said again where it was not heard. */
  | { readonly type: "call.hang-up"; readonly call: CallId }
  /** Every channel is taken: 486/503 with Retry-After, whoever calls. */
  | { readonly type: "call.congest"; readonly call: CallId; readonly status: 486 | 503 }
  // the exchange, towards desks and others
  | {
      readonly type: "operator.ring";
      readonly desk: DeskId;
      readonly call: CallId;
      readonly offer: OfferNumber;
      readonly expiresAt: Instant;
    }
  | {
      readonly type: "operator.stop-ringing";
      readonly desk: DeskId;
      readonly call: CallId;
      readonly offer: OfferNumber;
    }
  | { readonly type: "fallback.ring"; readonly call: CallId; readonly target: FallbackTarget }
  | { readonly type: "fallback.stop"; readonly call: CallId }
  | {
      readonly type: "callback.dial";
      readonly outgoing: CallId;
      readonly callback: CallId;
      readonly desk: DeskId;
      readonly caller: Caller;
    }
  | { readonly type: "callback.hang-up"; readonly outgoing: CallId }
  // the house
  | {
      readonly type: "dispatch.send";
      readonly dispatch: DispatchId;
      readonly incident: IncidentId;
      readonly agency: AgencyId;
    }
  | { readonly type: "alarm.sound"; readonly alarm: AlarmKind; readonly subject: string }
  | { readonly type: "alarm.silence"; readonly alarm: AlarmKind; readonly subject: string }
  | { readonly type: "timer.start"; readonly key: string; readonly due: Instant; readonly fires: Input }
  | { readonly type: "timer.stop"; readonly key: string };

export type EffectType = Effect["type"];
export type EffectOf<T extends EffectType> = Extract<Effect, { type: T }>;

/** Effects the exchange performs; the rest is performed by whoever runs the core. */
export type ExchangeEffect = Exclude<
  Effect,
  { type: "dispatch.send" | "alarm.sound" | "alarm.silence" | "timer.start" | "timer.stop" }
>;
