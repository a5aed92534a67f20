/** Where this process stands as the one writer; null until the lease was taken. Shared by the lease and the log. */
export type Writer = { standing: { readonly epoch: number; seq: number; hash: Buffer } | null };
