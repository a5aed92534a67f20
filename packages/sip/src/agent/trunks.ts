import { BlockList, isIP, isIPv6 } from "node:net";
import { Authenticator } from "../digest/authenticator.ts";
import { createNumbering, type Numbering } from "../message/number.ts";
import { parseUri, type Uri } from "../message/uri.ts";
import { referAbilities } from "../message/write.ts";
import { canonicalAddress } from "../transport/peer.ts";
import type { TrunkSetting } from "../trunk.ts";
import type { UserAgentCore } from "./core.ts";
import type { Account } from "./sent-request.ts";
import { type TargetPorts, Targets } from "./targets.ts";

/** A configured trunk, ready to be matched. */
export type Trunk = {
  readonly setting: TrunkSetting;
  /** Where its calls and keepalives go; null: receive only. */
  readonly targets: Targets | null;
  /** Its own: configured, or learnt from the DNS for its peer. */
  readonly owns: (address: string) => boolean;
  readonly isPseudoNumber: (number: string) => boolean;
  readonly account: Account | null;
  /** How numbers read on it; null: as on the whole edge. */
  readonly numbering: Numbering | null;
};

/** What the calls of one trunk share: its account answers for them, and what its peers may ask of us. */
export function coreFor(core: UserAgentCore, { account, setting }: Trunk): UserAgentCore {
  if (account === null && setting.transfers !== true) return core;
  return { ...core, account, abilities: setting.transfers === true ? referAbilities : core.abilities };
}

/** A trunk setting that cannot be used. The sentence names the key, the value and the accepted form. */
export class TrunkSettingError extends Error {
  override name = "TrunkSettingError";
}

/** Whose request is this? By source address only: anything in a message can be forged (RFC 3325 §5). */
export type Trunks = {
  readonly all: readonly Trunk[];
  readonly named: (name: string) => Trunk | undefined;
  readonly at: (address: string) => Trunk | null;
  /** Of several trunks at one address, the one registered under this user; else the first. */
  readonly of: (address: string, user: string) => Trunk | null;
};

export function createTrunks(
  settings: readonly TrunkSetting[],
  ports: TargetPorts,
  shortCodes: readonly string[],
): Trunks {
  const known = new Map<string, Trunk | null>();
  const all = settings.map((setting) => readTrunk(setting, ports, shortCodes, () => known.clear()));
  const at = (address: string): Trunk | null => {
    const cached = known.get(address);
    if (cached !== undefined) return cached;
    const found = all.find((trunk) => trunk.owns(address)) ?? null;
    if (known.size > 4096) known.clear();
    known.set(address, found);
    return found;
  };
  return {
    all,
    named: (name) => all.find((trunk) => trunk.setting.name === name),
    of: (address, user) => {
      const registered = all.find((one) => one.setting.registration?.user === user && one.owns(address));
      return registered ?? at(address);
    },
    at,
  };
}

function readTrunk(
  setting: TrunkSetting,
  ports: TargetPorts,
  shortCodes: readonly string[],
  changed: () => void,
): Trunk {
  const targets = setting.peer === null ? null : new Targets(peerUri(setting), ports, changed);
  const network = networkOf(setting);
  const numbering = numberingOf(setting, shortCodes);
  const owns = (address: string): boolean =>
    network.check(address, familyOf(address)) || targets?.addresses().includes(canonicalAddress(address)) === true;
  return {
    setting,
    targets,
    owns,
    isPseudoNumber: pseudoNumbers(setting),
    account: accountOf(setting, owns),
    numbering,
  };
}

function numberingOf({ name, country }: TrunkSetting, shortCodes: readonly string[]): Numbering | null {
  if (country === undefined) return null;
  const numbering = createNumbering(country, shortCodes);
  if (numbering !== null) return numbering;
  throw new TrunkSettingError(`Trunk "${name}": country "${country}" must be a two-letter ISO 3166 code such as ID.`);
}

function peerUri(setting: TrunkSetting): Uri {
  const uri = parseUri(setting.peer as string);
  if (uri === null || uri.scheme !== "sip")
    throw new TrunkSettingError(
      `Trunk "${setting.name}": peer "${setting.peer}" must be sip:<IP address or host name>[:port][;transport=udp|tcp].`,
    );
  return uri;
}

/** Configured prefixes (`+6200`, `0000`) or regular expressions, tried on the number as sent and as normalised. */
function pseudoNumbers(setting: TrunkSetting): (number: string) => boolean {
  const prefixes = setting.pseudoNumbers.filter((entry) => /^\+?\d+$/.test(entry));
  const patterns = setting.pseudoNumbers
    .filter((entry) => !/^\+?\d+$/.test(entry))
    .map((entry) => pattern(setting, entry));
  if (setting.pseudoNumbers.length === 0) return () => false;
  return (number) =>
    prefixes.some((prefix) => number.startsWith(prefix)) || patterns.some((expression) => expression.test(number));
}

function pattern(setting: TrunkSetting, entry: string): RegExp {
  try {
    return new RegExp(entry);
  } catch {
    throw new TrunkSettingError(
      `Trunk "${setting.name}": pseudoNumbers entry "${entry}" must be digits (a prefix) or a regular expression.`,
    );
  }
}

function accountOf({ account }: TrunkSetting, owns: Account["isFor"]): Account | null {
  return account === undefined ? null : { authenticator: new Authenticator(account), isFor: owns };
}

function networkOf(setting: TrunkSetting): BlockList {
  const network = new BlockList();
  for (const entry of setting.addresses) addNetwork(network, entry, setting.name);
  return network;
}

function addNetwork(network: BlockList, entry: string, name: string): void {
  const [address = "", bits] = entry.split("/");
  const longest = isIPv6(address) ? 128 : 32;
  const length = bits === undefined ? longest : Number(bits);
  if (isIP(address) === 0 || !Number.isInteger(length) || length < 0 || length > longest || bits === "")
    throw new TrunkSettingError(
      `Trunk "${name}": address "${entry}" must be an IP address or a network such as 10.1.0.0/16.`,
    );
  network.addSubnet(address, length, familyOf(address));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv6(address) ? "ipv6" : "ipv4";
}
