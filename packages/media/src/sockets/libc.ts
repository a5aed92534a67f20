import koffi from "koffi";

/** Numbers of Linux, the same on x64 and arm64 (asm-generic) unless said otherwise. */
export const linux = {
  AF_INET: 2,
  AF_INET6: 10,
  SOCK_DGRAM: 2,
  SOCK_NONBLOCK: 0o4000,
  CLOEXEC: 0o2000000,
  SOL_SOCKET: 1,
  SO_RCVBUF: 8,
  SO_TIMESTAMPNS: 35,
  IPPROTO_IPV6: 41,
  IPV6_V6ONLY: 26,
  EPOLLIN: 1,
  EPOLL_CTL_ADD: 1,
  MSG_TRUNC: 0x20,
  CLOCK_REALTIME: 0,
} as const;

/** `struct epoll_event` is packed on x64 alone (epoll_ctl(2)). */
export const epollEvent = process.arch === "x64" ? { bytes: 12, data: 4 } : { bytes: 16, data: 8 };

/** `struct mmsghdr`, `msghdr`, `iovec`, `cmsghdr` of 64-bit Linux: offsets in bytes. */
export const message = {
  bytes: 64,
  name: 0,
  nameLength: 8,
  vector: 16,
  vectors: 24,
  control: 32,
  controlLength: 40,
  flags: 48,
  length: 56,
} as const;
export const control = { level: 8, type: 12, seconds: 16, nanoseconds: 24, bytes: 64 } as const;

type Call<A extends readonly number[]> = (...values: A) => number;

/** The calls we make; pointers are plain numbers (see `Memory`). Below 0: refused, see errno. */
export type Libc = {
  readonly socket: Call<[family: number, type: number, protocol: number]>;
  readonly bind: Call<[fd: number, address: number, length: number]>;
  readonly getsockname: Call<[fd: number, address: number, length: number]>;
  readonly close: Call<[fd: number]>;
  readonly setsockopt: Call<[fd: number, level: number, option: number, value: number, length: number]>;
  readonly sendto: (fd: number, datagram: Buffer, length: number, flags: number, to: number, size: number) => number;
  readonly recvmmsg: Call<[fd: number, messages: number, count: number, flags: number, timeout: number]>;
  readonly epoll_create1: Call<[flags: number]>;
  readonly epoll_ctl: Call<[epoll: number, operation: number, fd: number, event: number]>;
  readonly epoll_wait: Call<[epoll: number, events: number, count: number, timeout: number]>;
  readonly clock_gettime: Call<[clock: number, time: number]>;
  readonly inet_pton: (family: number, text: string, into: number) => number;
  readonly inet_ntop: (family: number, address: number, into: number, length: number) => string | null;
};

const [int, pointer] = ["int", "uintptr_t"];
const signatures: Readonly<Record<keyof Libc, readonly string[]>> = {
  socket: [int, int, int],
  bind: [int, pointer, int],
  getsockname: [int, pointer, pointer],
  close: [int],
  setsockopt: [int, int, int, pointer, int],
  sendto: [int, "void *", "size_t", int, pointer, int],
  recvmmsg: [int, pointer, "unsigned int", int, pointer],
  epoll_create1: [int],
  epoll_ctl: [int, int, int, pointer],
  epoll_wait: [int, pointer, int, int],
  clock_gettime: [int, pointer],
  inet_pton: [int, "const char *", pointer],
  inet_ntop: [int, pointer, pointer, "unsigned int"],
};
const results: Readonly<Partial<Record<keyof Libc, string>>> = { sendto: "int64_t", inet_ntop: "const char *" };

/** The C library of this machine. Throws where there is none that we know (another system, musl, 32 bits). */
export function loadLibc(): Libc {
  if (process.platform !== "linux" || !["x64", "arm64"].includes(process.arch))
    throw new Error(`no known C library on ${process.platform} ${process.arch}`);
  const library = koffi.load("libc.so.6");
  const calls = Object.entries(signatures).map(([name, values]) => {
    const result = results[name as keyof Libc] ?? int;
    return [name, library.func(name, result, [...values])] as const;
  });
  return Object.fromEntries(calls) as unknown as Libc;
}

/** Memory the kernel reads and writes by its address; it stays where it is for as long as this is kept. */
export class Memory {
  readonly bytes: Buffer;
  readonly address: number;
  readonly view: DataView;

  constructor(length: number) {
    this.bytes = Buffer.from(new ArrayBuffer(length));
    // Below 2^53: user space of both architectures ends at 2^48.
    this.address = Number(koffi.address(this.bytes));
    this.view = new DataView(this.bytes.buffer);
  }
}
