import { StringDecoder } from "node:string_decoder";

/** A peer that sends no end of line for this long (characters) speaks another protocol. */
const longestLine = 64 * 1024 * 1024;

/** Cuts a byte stream into lines. Returns null, once and for good, when a line never ends. */
export function lineReader(): (chunk: Buffer) => readonly string[] | null {
  const decoder = new StringDecoder("utf8");
  let parts: string[] = [];
  let held = 0;
  return (chunk) => {
    const text = decoder.write(chunk);
    const pieces = text.split("\n");
    const rest = pieces.pop() ?? "";
    const lines: string[] = [];
    for (const piece of pieces) {
      lines.push(parts.length === 0 ? piece : parts.join("") + piece);
      parts = [];
      held = 0;
    }
    if (rest !== "") parts.push(rest);
    held += rest.length;
    return held > longestLine ? null : lines;
  };
}
