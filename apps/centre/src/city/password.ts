import { hash, verify } from "@node-rs/argon2";

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane (argon2id is the default). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** An argon2id digest in PHC string form. */
export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** What an unknown user's password is compared with, so that answering takes as long as for a known one. */
const nobody = hash("nobody has this password", cost);

/** Compares; takes the same time when there is no such account (`digest` null), and is then never true. */
export async function passwordMatches(digest: string | null, password: string): Promise<boolean> {
  const matches = await verify(digest ?? (await nobody), password);
  return matches && digest !== null;
}
