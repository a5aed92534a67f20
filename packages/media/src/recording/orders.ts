import type { Note } from "./notes.ts";
import type { Finished } from "./recording-file.ts";

/** What the recorders want of the disk. Recordings are named by number; places in them are samples from their start. */
export type Order =
  /** `resumed`: a process that died left the file. Times in ms since 1970. */
  | {
      readonly do: "begin";
      readonly id: number;
      readonly file: string;
      readonly startedAt: number;
      readonly resumed: boolean;
    }
  | { readonly do: "write"; readonly id: number; readonly at: number; readonly sound: Uint8Array }
  | { readonly do: "note"; readonly id: number; readonly note: Note }
  /** The end, with the sound that is still to be written. */
  | { readonly do: "finish"; readonly id: number; readonly at: number; readonly sound: Uint8Array }
  /** The process ends: whatever is not kept stays `.partial`, with all its sound. */
  | { readonly do: "leave" };

/** What the disk's side tells. */
export type FromDisk =
  /** So many bytes of orders were dealt with. */
  | { readonly say: "done"; readonly bytes: number }
  | { readonly say: "kept"; readonly id: number; readonly kept: Finished }
  /** The recording cannot be made whole now; it is tried again. Said once for each. */
  | { readonly say: "failed"; readonly id: number; readonly sentence: string }
  /** The disk refuses (full, gone, read only), or takes everything (again, or for the first time). */
  | { readonly say: "trouble"; readonly sentence: string }
  | { readonly say: "well" };

/** What an order weighs while it waits (bytes). */
export const weightOf = (order: Order): number => 64 + ("sound" in order ? order.sound.length : 0);
