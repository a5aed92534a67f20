/** Keys of effects already performed, newest kept: a commit sent twice does nothing twice. */
export function openPerformed(size = 8192): { first(key: string): boolean } {
  const keys = new Set<string>();
  return {
    first(key) {
      if (keys.has(key)) return false;
      keys.add(key);
      if (keys.size > size) for (const oldest of keys) return keys.delete(oldest);
      return true;
    },
  };
}
