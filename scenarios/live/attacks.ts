import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, type NetConnectOpts, type Socket } from "node:net";

/** What nobody well-meaning sends. Each list is as it leaves, byte for byte. */

const noise = (bytes: number): Buffer => randomBytes(bytes);

const invite = (lines: readonly string[], body = ""): string =>
  ["INVITE sip:112@127.0.0.1 SIP/2.0", ...lines, "", body].join("\r\n");

const whole = (call: string): readonly string[] => [
  `Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK${call}`,
  `From: <sip:+628121800999@127.0.0.1>;tag=${call}`,
  "To: <sip:112@127.0.0.1>",
  `Call-ID: ${call}@hostile`,
  "CSeq: 1 INVITE",
  "Contact: <sip:+628121800999@127.0.0.1:9>",
  "Max-Forwards: 70",
];
const without = (name: string): readonly string[] =>
  whole(`no-${name.toLowerCase()}`).filter((line) => !line.startsWith(`${name}:`));

/** SIP that is broken, or whole and absurd. */
export const hostileSip: readonly (Buffer | string)[] = [
  noise(1),
  noise(600),
  noise(60_000),
  Buffer.alloc(2_000),
  "\r\n\r\n\r\n",
  "INVITE",
  "INVITE sip:112@127.0.0.1 SIP/2.0\r\n\r\n",
  "INVITE sip:112@127.0.0.1 SIP/9.9\r\n\r\n",
  `INVITE ${"a".repeat(30_000)} SIP/2.0\r\n\r\n`,
  ...["Via", "From", "To", "Call-ID", "CSeq", "Contact", "Max-Forwards"].map((name) => invite(without(name))),
  invite([...whole("long-header"), `X-Long: ${"x".repeat(50_000)}`]),
  invite([...whole("many-headers"), ...Array.from({ length: 4_000 }, (_, index) => `X-${index}: 1`)]),
  invite([...whole("negative"), "Content-Length: -5"], "v=0"),
  invite([...whole("huge"), "Content-Length: 99999999999999999999"], "v=0"),
  invite([...whole("twice"), "Content-Length: 3", "Content-Length: 4"], "v=0"),
  invite([...whole("fold"), " folded", "\tfolded", ":", "::::", "=;=;=;"]),
  invite(whole("uri").map((line) => line.replace("<sip:112@127.0.0.1>", "<sip:%00%zz@[::::]:99999;;;?=&>"))),
  invite(whole("utf8").map((line) => line.replace("+628121800999", "\u0000\ud800🚒'; drop table events; --"))),
  ...[
    "v=0",
    "m=audio 0 RTP/AVP 8\r\n",
    "m=audio 99999 RTP/AVP 8 8 8 999\r\n",
    "c=IN IP4 999.1.1.1\r\n",
    noise(3_000).toString("latin1"),
  ].map((body, index) =>
    invite(
      [...whole(`sdp-${index}`), "Content-Type: application/sdp", `Content-Length: ${Buffer.byteLength(body)}`],
      body,
    ),
  ),
  invite([...whole("type"), "Content-Type: multipart/mixed;boundary=", "Content-Length: 4"], "----"),
  invite([...whole("required"), "Require: nothing-known, 100rel, timer"]),
  ...["ACK", "BYE", "CANCEL", "UPDATE", "INFO", "REFER", "SUBSCRIBE", "REGISTER", "FLY"].map((method) =>
    invite(whole(method.toLowerCase())).replaceAll("INVITE", method),
  ),
  ...["100 Trying", "200 OK", "999 What", "000"].map((status) =>
    [`SIP/2.0 ${status}`, ...whole(`answer-${status.slice(0, 3)}`), "", ""].join("\r\n"),
  ),
];

/** Lines no door of ours was made for: HTTP that is broken before its first header. */
export const hostileHttp: readonly (Buffer | string)[] = [
  noise(2_000),
  "GET / HTTP/9.9\r\n\r\n",
  "GET // HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
  "GET // HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
  "GET /desk?token=%%% HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 1\r\n\r\n",
  "GET /live HTTP/1.1\r\nHost: x\r\nOrigin: null\r\nCookie: =;;;\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
  "GET /../../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET /%2e%2e/%2e%2e/%00/%ff HTTP/1.1\r\nHost: x\r\n\r\n",
  `GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(100_000)}\r\n\r\n`,
  `POST /api/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nzz\r\n`,
  "POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
];

/** JSON that is no form of ours. */
export const hostileJson: readonly string[] = [
  "{",
  "null",
  "[]",
  '"text"',
  "1e999",
  '{"__proto__":{"role":"admin"},"username":"ani","password":"x"}',
  '{"constructor":{"prototype":{"role":"admin"}}}',
  '{"username":"\\u0000","password":"\\ud800"}',
  '{"username":{"toString":1},"password":["x"]}',
  `${"[".repeat(30_000)}${"]".repeat(30_000)}`,
  JSON.stringify({ username: "a".repeat(60_000), password: "b" }),
  JSON.stringify({ username: "ani", password: "x".repeat(5_000_000) }),
];

/** WebSocket frames (RFC 6455 §5.2) that keep no rule, and whole ones with words nobody knows. */
export const hostileFrames: readonly Buffer[] = [
  noise(500),
  Buffer.from([0x81, 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
  Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
  frame(0x1, Buffer.from([0xff, 0xfe, 0xfd])),
  frame(0x2, noise(1_000)),
  frame(0x3, noise(10)),
  frame(0x8, Buffer.from([0x00, 0x01])),
  frame(0x9, noise(125)),
  frame(0x1, Buffer.alloc(200_000, "x")),
  ...[
    "",
    "{",
    "null",
    '{"type":"sing"}',
    '{"type":"offer","sdp":"v=0"}',
    `{"type":"offer","sdp":${JSON.stringify("m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n".repeat(500))}}`,
    '{"type":"answer-call","call":"../../etc/passwd"}',
    '{"type":"mute","muted":"yes"}',
    '{"type":"__proto__"}',
    `${"[".repeat(10_000)}`,
  ].map((text) => frame(0x1, Buffer.from(text))),
];

/** A masked frame as a browser sends it. */
function frame(opcode: number, payload: Buffer): Buffer {
  const length =
    payload.length < 126
      ? Buffer.from([0x80 | payload.length])
      : payload.length < 65_536
        ? Buffer.from([0xfe, payload.length >> 8, payload.length & 0xff])
        : Buffer.concat([Buffer.from([0xff, 0, 0, 0, 0]), uint32(payload.length)]);
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, Buffer.alloc(4), payload]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Words on the link from somebody who is no centre. */
export const hostileLink: readonly (Buffer | string)[] = [
  noise(5_000),
  "\n\n\n",
  "{}\n",
  "null\n",
  '{"kind":"auth"}\n',
  '{"kind":"auth","mac":"00"}\n',
  `{"kind":"auth","mac":"${"0".repeat(64)}"}\n`,
  '{"kind":"commit","seq":1,"kept":1,"events":[],"effects":[]}\n',
  '{"kind":"welcome","epoch":999999}\n',
  Buffer.alloc(3_000_000, "x"),
];

/** Sends each as one datagram. */
export async function sendDatagrams(port: number, datagrams: readonly (Buffer | string)[]): Promise<void> {
  const socket = createSocket("udp4");
  // Whoever answers is not listened to.
  socket.on("error", () => {});
  for (const datagram of datagrams)
    await new Promise((resolve) => socket.send(Buffer.from(datagram).subarray(0, 65_000), port, "127.0.0.1", resolve));
  socket.close();
}

/** Where to say it, what opens the conversation there, and how long (ms) to stay. */
export type Door = { readonly where: NetConnectOpts; readonly opening?: string; readonly stay?: number };

/** Says each word on a connection of its own; half of those over TCP end with a reset. */
export async function sayOnEach(door: Door, words: readonly (Buffer | string)[]): Promise<void> {
  await Promise.all(words.map((word, index) => sayOn(door, word, "port" in door.where && index % 2 === 0)));
}

function sayOn({ where, opening = "", stay = 1_000 }: Door, word: Buffer | string, reset: boolean): Promise<void> {
  return new Promise((done) => {
    const socket = connect(where);
    const leave = setTimeout(() => (reset ? socket.resetAndDestroy() : socket.destroy()), stay);
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(leave);
      done();
    });
    socket.on("connect", () => void speak(socket, opening, word));
    socket.resume();
  });
}

async function speak(socket: Socket, opening: string, word: Buffer | string): Promise<void> {
  if (opening !== "") {
    socket.write(opening);
    await new Promise((resolve) => socket.once("data", resolve).once("close", resolve));
  }
  if (socket.writable) socket.write(word);
}

/** The request that opens a WebSocket (RFC 6455 §4.1). */
export const upgrade = (path: string, headers = ""): string =>
  [
    `GET ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ...(headers === "" ? [] : [headers]),
    "",
    "",
  ].join("\r\n");
