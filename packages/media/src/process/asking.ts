import type { Refused } from "../plane.ts";

const mediaDown: Refused = {
  ok: false,
  code: "media-down",
  sentence: "The media process has died and does not come back; look at the exchange's log.",
};

type Asked<Message> = { readonly message: Message; readonly resolve: (value: unknown) => void };

/** Questions to the media process. They outlive it: the next one is asked again, and only a long absence refuses them. */
export class Asking<Message extends { readonly number: number }> {
  readonly #asked = new Map<number, Asked<Message>>();
  /** ms */ readonly #patience: number;
  #absent: NodeJS.Timeout | null = null;
  #gone = false;
  #number = 0;

  constructor(patience: number) {
    this.#patience = patience;
  }

  /** Keeps the question that `of` makes of its number; resolves with its reply, or with `media-down`. */
  ask(of: (number: number) => Message, send: (message: Message) => void): Promise<unknown> {
    if (this.#gone) return Promise.resolve(mediaDown);
    this.#number += 1;
    const message = of(this.#number);
    const answered = new Promise<unknown>((resolve) => this.#asked.set(message.number, { message, resolve }));
    send(message);
    return answered;
  }

  /** `note` hears what was asked, before whoever asked hears the reply. */
  answer(number: number, value: unknown, note: (message: Message) => void): void {
    const asked = this.#asked.get(number);
    if (asked === undefined) return;
    this.#asked.delete(number);
    note(asked.message);
    asked.resolve(value);
  }

  /** The process died. */
  wait(): void {
    this.#absent ??= setTimeout(() => this.refuse(), this.#patience);
  }

  /** Another one stands: whatever has no reply is asked again, in its order. */
  again(send: (message: Message) => void): void {
    if (this.#absent !== null) clearTimeout(this.#absent);
    this.#absent = null;
    this.#gone = false;
    for (const { message } of this.#asked.values()) send(message);
  }

  /** Nobody is going to reply, nor to what is asked until another process stands. */
  refuse(): void {
    if (this.#absent !== null) clearTimeout(this.#absent);
    this.#gone = true;
    for (const { resolve } of this.#asked.values()) resolve(mediaDown);
    this.#asked.clear();
  }
}
