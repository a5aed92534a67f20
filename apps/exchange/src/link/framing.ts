import { StringDecoder } from "node:string_decoder";

/** A line longer than this (characters) is no word of a centre's; a snapshot is at most 5 MB. */
const longestLine = 64 * 1024 * 1024;

/** Cuts a stream into lines. Null, once and for good, when a line never ends. */
export function openFraming(longest = longestLine): (chunk: Buffer) => readonly string[] | null {
  const decoder = new StringDecoder("utf8");
  let parts: string[] = [];
  let held = 0;
  return (chunk) => {
    const pieces = decoder.write(chunk).split("\n");
    const rest = pieces.pop() ?? "";
    const lines = pieces.map((piece, index) => (index === 0 ? parts.join("") + piece : piece));
    if (pieces.length > 0) {
      parts = [];
      held = 0;
    }
    parts.push(rest);
    held += rest.length;
    return held > longest ? null : lines;
  };
}
