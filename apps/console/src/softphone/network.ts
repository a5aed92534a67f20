/** Not in every browser, and not in TypeScript's DOM (Network Information API). */
type WithConnection = Navigator & { readonly connection?: EventTarget };

/** Calls back when the machine's network changed: another network, cable in or out, connection back. Returns the stopper. */
export function watchNetwork(changed: () => void): () => void {
  const { connection } = navigator as WithConnection;
  connection?.addEventListener("change", changed);
  window.addEventListener("online", changed);
  return () => {
    connection?.removeEventListener("change", changed);
    window.removeEventListener("online", changed);
  };
}
