import { type Refusal, routes, type RouteName } from "@siaga/contracts/http";

type Shape = { readonly _zod: { readonly input: unknown; readonly output: unknown } };
type Route<N extends RouteName> = (typeof routes)[N];
/** What a route takes in its body; `undefined` for routes without one. */
export type BodyOf<N extends RouteName> =
  Route<N> extends { body: infer B extends Shape } ? B["_zod"]["input"] : undefined;
/** What a route answers; `null` for routes that answer nothing. */
export type AnswerOf<N extends RouteName> =
  Route<N> extends { response: infer R extends Shape } ? R["_zod"]["output"] : null;

/** `status` null: the centre could not be reached at all. */
export type Called<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number | null; readonly refusal: Refusal };

export type Call<N extends RouteName> = {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: BodyOf<N>;
};

/** One HTTP request by contract. Never throws: an unreachable centre is a refusal with `status: null`. Waits 8 s at most. */
export async function callRoute<N extends RouteName>(name: N, call: Call<N> = {}): Promise<Called<AnswerOf<N>>> {
  const { method, url } = routes[name];
  try {
    const response = await fetch(fillPath(url, call.params ?? {}), requestOf(method, call.body));
    const text = await response.text();
    const answered: unknown = text === "" ? null : JSON.parse(text);
    if (response.ok) return { ok: true, value: answered as AnswerOf<N> };
    return { ok: false, status: response.status, refusal: readRefusal(answered, response.status) };
  } catch {
    return { ok: false, status: null, refusal: { code: "centre-unreachable", sentence: "" } };
  }
}

/** `/api/calls/:call/answer` with `{call: "c1"}` → `/api/calls/c1/answer`. */
export function fillPath(url: string, params: Readonly<Record<string, string>>): string {
  return url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
}

function requestOf(method: string, body: unknown): RequestInit {
  const signal = AbortSignal.timeout(8_000);
  // Refusals come back in the language on the screen, not in the browser's.
  const headers = { "accept-language": document.documentElement.lang };
  if (body === undefined) return { method, signal, headers };
  return { method, signal, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
}

function readRefusal(answered: unknown, status: number): Refusal {
  const named = answered as Partial<Refusal> | null;
  return { code: named?.code ?? `http-${status}`, sentence: named?.sentence ?? "" };
}
