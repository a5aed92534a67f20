/** How real callers behave, as sipp scenarios: sound is a 1,000 Hz tone, A-law, as a file that is played in a loop. */

/** `share`: of a hundred calls. `sounds`: a desk should hear it. */
export type Behaviour = {
  readonly name: string;
  readonly share: number;
  readonly scenario: (sound: string) => string;
};

const line = (method: string, cseq: number, branch: string, more = "Content-Length: 0\n"): string =>
  `${method} sip:112@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK-${branch}-[call_id]
From: <sip:+62812[call_number]@[local_ip]>;tag=[call_number]-caller
To: <sip:112@[remote_ip]:[remote_port]>${method === "INVITE" && cseq === 1 ? "" : "[peer_tag_param]"}
Call-ID: [call_id]
CSeq: ${cseq} ${method}
Max-Forwards: 70
Contact: <sip:caller@[local_ip]:[local_port];transport=[transport]>
${more}`;
const sdp = (version: number, direction: string): string => `Content-Type: application/sdp
Content-Length: [len]

v=0
o=caller 1 ${version} IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [rtpstream_audio_port] RTP/AVP 8
a=rtpmap:8 PCMA/8000
a=ptime:20
a=${direction}
`;
const send = (text: string, again = ' retrans="500"'): string => `<send${again}><![CDATA[\n${text}\n]]></send>`;
const ackTo = (cseq: number): string => send(line("ACK", cseq, `ack${cseq}`), "");
const answer = (status: string): string =>
  send(
    `SIP/2.0 ${status}\n[last_Via:]\n[last_From:]\n[last_To:]\n[last_Call-ID:]\n[last_CSeq:]\nContent-Length: 0\n`,
    "",
  );
const label = (id: number): string => `<label id="${id}"/>`;
const go = (id: number): string => `<nop next="${id}"/>`;

const invite = send(line("INVITE", 1, "invite", sdp(1, "sendrecv")));
const ringing =
  '<recv response="100" optional="true"/><recv response="180" optional="true"/><recv response="183" optional="true"/>';
const answered = `${ringing}<recv response="200"/>${ackTo(1)}`;
const sing = (sound: string): string => `<nop><action><exec rtp_stream="${sound},-1,8"/></action></nop>`;
const hush = '<nop><action><exec rtp_stream="pause"/></action></nop>';
/** Sound that paused goes on by this alone: playing it anew leaves it paused. */
const singOn = '<nop><action><exec rtp_stream="resume"/></action></nop>';

/** sipp counts the time of a wait from its first optional message: both carry it. */
const within = (ms: number, then: number): string => `timeout="${ms}" ontimeout="${then}"`;

/** Answers to what crossed the end may still come. */
const ending = `<label id="9"/>
<recv response="481" optional="true" next="10" ${within(300, 10)}/>
<recv response="487" optional="true" next="10" ${within(300, 10)}/>
<recv response="200" ${within(300, 10)}/>
<label id="10"/><pause milliseconds="50"/>`;

/** Waits `ms` for the centre to hang up; a probe meanwhile is answered. Takes labels `id` and `id` + 1. */
const staying = (id: number, ms: number, then: number): string => `${label(id)}
<recv request="OPTIONS" optional="true" next="${id + 1}" ${within(ms, then)}/>
<recv request="BYE" ${within(ms, then)}/>
${answer("200 OK")}${go(9)}
${label(id + 1)}${answer("200 OK")}${go(id)}`;

/** Talks for `ms` unless the centre hangs up first. Ends the scenario. */
const untilOver = (ms: number): string => `${staying(1, ms, 3)}
${label(3)}${send(line("BYE", 9, "bye"))}
<recv request="BYE" optional="true" next="4" ${within(20_000, 9)}/>
<recv response="481" optional="true" next="9"/>
<recv response="200" ${within(20_000, 9)}/>${go(9)}
${label(4)}${answer("200 OK")}
${ending}`;

const scenario = (name: string, ...steps: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="${name}">\n${steps.join("\n")}\n</scenario>\n`;

const reinvite = (cseq: number, direction: string): string =>
  send(line("INVITE", cseq, `re${cseq}`, sdp(cseq, direction)));

/** The 200 to a re-INVITE; a probe may cross it. Takes labels `id` to `id` + 2. */
const reanswered = (id: number): string => `${label(id)}
<recv response="100" optional="true"/>
<recv request="OPTIONS" optional="true" next="${id + 1}"/>
<recv request="BYE" optional="true" next="8"/><recv response="481" optional="true" next="9"/><recv response="200"/>
${go(id + 2)}
${label(id + 1)}${answer("200 OK")}${go(id)}
${label(id + 2)}`;

/** Holds and comes back, unless the centre hangs up meanwhile. It holds for longer than we miss nobody (2.5 s): we probe. */
const holding = (sound: string): string =>
  scenario(
    "hold",
    invite,
    answered,
    sing(sound),
    staying(11, 1_000, 5),
    `${label(5)}${reinvite(2, "sendonly")}${reanswered(13)}${ackTo(2)}${hush}`,
    staying(16, 3_000, 6),
    `${label(6)}${reinvite(3, "sendrecv")}${reanswered(18)}${ackTo(3)}${singOn}${go(1)}`,
    `${label(8)}${answer("200 OK")}${go(9)}`,
    untilOver(1_500),
  );

/** Gives up the moment it rings: 487, or a 200 that was on its way and is ended at once. */
const cancelling = scenario(
  "cancel-race",
  invite,
  '<recv response="100" optional="true"/><recv response="200" optional="true" next="2"/><recv response="180"/>',
  send(line("CANCEL", 1, "invite").replace("[peer_tag_param]", "")),
  '<recv response="200"/>',
  '<recv response="487" optional="true" next="3"/><recv response="200"/>',
  `${label(2)}${ackTo(1)}${send(line("BYE", 2, "bye"))}`,
  '<recv request="BYE" optional="true" next="4"/><recv response="481" optional="true" next="9"/><recv response="200"/>',
  go(9),
  `${label(4)}${answer("200 OK")}${go(9)}`,
  `${label(3)}${send(line("ACK", 1, "invite"), "")}`,
  ending,
);

const unknown = "481 Call/Transaction Does Not Exist";

/** Its BYE never arrives; asked whether it is still there it says 481 (RFC 3261 §12.2.2). */
const vanishing = (sound: string): string =>
  scenario(
    "lost-bye",
    invite,
    answered,
    sing(sound),
    `<recv request="BYE" timeout="1500" ontimeout="5"/>${answer("200 OK")}${go(9)}`,
    `${label(5)}${hush}`,
    `<recv request="BYE" optional="true" next="6" ${within(60_000, 9)}/><recv request="OPTIONS" ${within(60_000, 9)}/>`,
    `${answer(unknown)}<recv request="BYE" ${within(5_000, 9)}/>${answer(unknown)}${go(9)}`,
    `${label(6)}${answer("200 OK")}`,
    ending,
  );

export const behaviours: readonly Behaviour[] = [
  {
    name: "short talk",
    share: 30,
    scenario: (sound) => scenario("short", invite, answered, sing(sound), untilOver(4_000)),
  },
  {
    name: "long talk",
    share: 5,
    scenario: (sound) => scenario("long", invite, answered, sing(sound), untilOver(30_000)),
  },
  {
    name: "given up early",
    share: 20,
    scenario: (sound) => scenario("early", invite, answered, sing(sound), untilOver(300)),
  },
  { name: "hold by re-INVITE", share: 15, scenario: holding },
  { name: "no sound at all", share: 10, scenario: () => scenario("mute", invite, answered, untilOver(8_000)) },
  { name: "CANCEL races the answer", share: 10, scenario: () => cancelling },
  { name: "lost BYE", share: 10, scenario: vanishing },
];
