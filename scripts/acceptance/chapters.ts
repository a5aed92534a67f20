/** The trunk's cases by what they prove, and the files that play them on real peers: sipp, baresip and whoever joins them. */
export const chapters: readonly (readonly [chapter: string, files: readonly string[]])[] = [
  ["a carrier's calls are taken by the RFC, also with one datagram in five lost", ["packages/sip/src/sipp/*.test.ts"]],
  ["what carriers and scanners get wrong is answered as the RFC says", ["packages/sip/src/torture/*.test.ts"]],
  [
    "a carrier that wants a registration, a password or a host name",
    ["packages/sip/src/agent/{registration,routed}.test.ts", "packages/sip/src/interop/**/*.test.ts"],
  ],
  [
    "calls from a real trunk ring, are recorded and have their outcome",
    ["apps/exchange/src/{real-trunk,interop,trunks}*.test.ts", "apps/exchange/src/interop/**/*.test.ts"],
  ],
  ["telephones and servers of other makes", ["scenarios/live/{baresip,linphone,kamailio,interop}*.test.ts"]],
  ["withheld numbers, scans and overflow", ["scenarios/live/{anonymous,hostile,overflow}.test.ts"]],
  [
    "agencies and other operators join a call, and the caller comes back",
    ["scenarios/live/others-in-the-call.test.ts"],
  ],
  ["the media or the centre dies, and no call with it", ["scenarios/live/the-{media,centre}-dies.test.ts"]],
];
