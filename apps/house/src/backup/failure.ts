/** Why a backup or a restore did not come about, in a sentence that says what to do. */
export type Failure = { readonly ok: false; readonly code: string; readonly sentence: string };

export const failure = (code: string, sentence: string): Failure => ({ ok: false, code, sentence });

const words: Readonly<Record<string, (place: string) => string>> = {
  ENOSPC: (place) => `The disk of ${place} is full: free space there, or choose another place.`,
  EDQUOT: (place) => `The quota of ${place} is used up: raise it, or choose another place.`,
  EACCES: (place) => `${place} may not be written by this user: change its owner, or choose another place.`,
  EPERM: (place) => `${place} may not be written by this user: change its owner, or choose another place.`,
  EROFS: (place) => `${place} is read-only: mount it for writing, or choose another place.`,
  EIO: (place) => `The disk of ${place} fails (input/output error): use another one.`,
  ECONNREFUSED: () => "The database cannot be reached: start it, then try again.",
};

/** What a thrown error means for whoever asked. */
export function failureOf(error: unknown, place: string): Failure {
  const { code = "unknown", message } = error as NodeJS.ErrnoException;
  return failure(code, words[code]?.(place) ?? `It failed (${message}): see what is wrong in ${place} and try again.`);
}
