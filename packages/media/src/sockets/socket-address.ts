import { linux, Memory, type Libc } from "./libc.ts";
import type { Endpoint, Family } from "./sockets.ts";

/** Bytes of `sockaddr_in` and `sockaddr_in6`, and where the address stands in each. */
const sizes = { udp4: 16, udp6: 28 } as const;
const addressAt = { udp4: 4, udp6: 8 } as const;
const scopeAt = 24;
const textBytes = 64;
const families = { udp4: linux.AF_INET, udp6: linux.AF_INET6 } as const;

export const sizeOf = (family: Family): number => sizes[family];

/** Turns endpoints into the kernel's form and back, by the C library itself. */
export class AddressBook {
  readonly #libc: Libc;
  readonly #text = new Memory(textBytes);

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** Writes an endpoint, or null for every address of this machine; false when it is none of this family. */
  write(into: Memory, family: Family, port: number, address: string | null): boolean {
    into.bytes.fill(0);
    into.view.setUint16(0, families[family], true);
    into.view.setUint16(2, port);
    if (address === null) return true;
    const [numbers = "", scope] = address.split("%");
    if (scope !== undefined && family === "udp6") into.view.setUint32(scopeAt, Number(scope), true);
    return port > 0 && this.#libc.inet_pton(families[family], numbers, into.address + addressAt[family]) === 1;
  }

  /** Reads what `recvmmsg` wrote at a place. */
  read(from: Memory, at: number, family: Family): Endpoint {
    const place = from.address + at + addressAt[family];
    const numbers = this.#libc.inet_ntop(families[family], place, this.#text.address, textBytes) ?? "";
    const scope = family === "udp6" ? from.view.getUint32(at + scopeAt, true) : 0;
    return { address: scope === 0 ? numbers : `${numbers}%${scope}`, port: from.view.getUint16(at + 2) };
  }
}
