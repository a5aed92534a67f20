import type { Scenario } from "./sipp.ts";

/** A scenario written step by step, for either side of a call. Each step is one element of sipp's XML. */
export type Step = string;

type Words = {
  /** More header lines, without a line end. */ readonly lines?: readonly string[];
  /** An SDP body with this direction. */ readonly sdp?: "sendrecv" | "sendonly" | "recvonly" | "inactive";
  /** Another Contact than sipp's own. */ readonly contact?: string;
  /** Another body: its type and text. */ readonly body?: readonly [type: string, text: string];
};
type Expected = {
  /** Patterns the message must match. */ readonly has?: readonly string[];
  /** It may be missing. */ readonly optional?: boolean;
  /** The first message of the peer's in this dialog: who it is, is kept for what we send. */ readonly meets?: boolean;
  /** Keeps what the first bracket of a pattern finds as `[$name]`. */ readonly keeps?: readonly [
    name: string,
    pattern: string,
  ];
};

const ours = "<sip:+6281234567890@[local_ip]>;tag=[call_number]-ours";

/** A request of sipp's inside the call. An ACK to a refusal has the branch of its INVITE (`refused`). */
export function ask(method: string, sequence: number, words: Words & { readonly refused?: boolean } = {}): Step {
  const branch = `z9hG4bK-[call_id]-${sequence}-${words.refused === true ? "INVITE" : method}`;
  return send(method === "ACK" ? "" : ` retrans="500"`, [
    `${method} sip:112@[local_ip] SIP/2.0`,
    `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch}`,
    `From: ${ours}`,
    "To: [$them]",
    "Call-ID: [call_id]",
    `CSeq: ${sequence} ${method}`,
    "Max-Forwards: 70",
    ...tail(words),
  ]);
}

/** sipp dials us. */
export function dial(words: Words): Step {
  return ask("INVITE", 1, words).replace("To: [$them]", "To: <sip:112@[remote_ip]:[remote_port]>");
}

/** A response to the last request heard. The first in a call adds sipp's tag, or another branch's. */
export function reply(status: string, words: Words & { readonly first?: boolean; readonly tag?: string } = {}): Step {
  return send("", [
    `SIP/2.0 ${status}`,
    "[last_Via:]",
    "[last_From:]",
    words.first === true ? `[last_To:];tag=[call_number]-${words.tag ?? "ours"}` : "[last_To:]",
    "[last_Call-ID:]",
    "[last_CSeq:]",
    ...tail(words),
  ]);
}

/** Waits for a response (number) or a request (name). */
export function hear(what: number | string, expected: Expected = {}): Step {
  const kind = typeof what === "number" ? "response" : "request";
  const party = typeof what === "number" ? "To:" : "From:";
  const actions = (expected.has ?? []).map(
    (pattern, at) => `<ereg regexp="${escaped(pattern)}" search_in="msg" check_it="true" assign_to="seen${at}"/>`,
  );
  if (expected.meets === true) actions.push(`<ereg regexp=".*" search_in="hdr" header="${party}" assign_to="them"/>`);
  if (expected.keeps !== undefined)
    actions.push(
      `<ereg regexp="${escaped(expected.keeps[1])}" search_in="msg" check_it="true" assign_to="whole,${expected.keeps[0]}"/>`,
    );
  const optional = expected.optional === true ? ` optional="true"` : "";
  return `<recv ${kind}="${what}"${optional}>${actions.length > 0 ? `<action>${actions.join("")}</action>` : ""}</recv>`;
}

/** The steps as a scenario. `kept`: names of `keeps`. */
export function scenario(name: string, steps: readonly Step[], kept: readonly string[] = []): Scenario {
  const text = steps.join("\n");
  const names = ["them", "whole", "seen0", "seen1", "seen2", ...kept].filter((one) =>
    new RegExp(`assign_to="[^"]*\\b${one}\\b`).test(text),
  );
  const references = names.length > 0 ? `<Reference variables="${names.join(",")}"/>` : "";
  return {
    xml: `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="${name}">\n${text}\n${references}\n</scenario>\n`,
  };
}

function tail({ lines = [], sdp, body, contact }: Words): string[] {
  const head = [`Contact: ${contact ?? "<sip:sipp@[local_ip]:[local_port];transport=[transport]>"}`, ...lines];
  if (sdp === undefined && body === undefined) return [...head, "Content-Length: 0", ""];
  const [type, text] = body ?? ["application/sdp", description(sdp)];
  return [...head, `Content-Type: ${type}`, "Content-Length: [len]", "", text];
}

const description = (direction = "sendrecv"): string =>
  [
    "v=0",
    "o=sipp 1 1 IN IP[local_ip_type] [local_ip]",
    "s=-",
    "c=IN IP[media_ip_type] [media_ip]",
    "t=0 0",
    "m=audio [media_port] RTP/AVP 8",
    "a=rtpmap:8 PCMA/8000",
    `a=${direction}`,
    "",
  ].join("\n");

const send = (attributes: string, lines: readonly string[]): Step =>
  `<send${attributes}><![CDATA[\n${lines.join("\n")}\n]]></send>`;

const escaped = (pattern: string): string =>
  pattern.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
