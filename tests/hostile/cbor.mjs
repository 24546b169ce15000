// The subset of CBOR that core/sync/FORMAT.md ("Encoding") allows, written from that page alone: integers, byte and
// text strings, arrays, maps, true and false, each in its shortest form. In JavaScript: number (bigint above 2^53),
// Buffer, string, Array, Map, boolean. What breaks the rules on purpose is spliced in with `raw()`.
const kDepthMax = 32;

class Raw {
  constructor(bytes) {
    this.bytes = bytes;
  }
}

/** Bytes that `encode` writes as they are: for what no honest writer would send. */
export function raw(bytes) {
  return new Raw(Buffer.from(bytes));
}

function head(major, value) {
  const n = BigInt(value);
  if (n < 24n) return Buffer.from([(major << 5) | Number(n)]);
  const size = n < 1n << 8n ? 1 : n < 1n << 16n ? 2 : n < 1n << 32n ? 4 : 8;
  const out = Buffer.alloc(1 + size);
  out[0] = (major << 5) | (24 + Math.log2(size));
  for (let i = size, rest = n; i > 0; i--, rest >>= 8n) out[i] = Number(rest & 255n);
  return out;
}

function integer(value) {
  const n = BigInt(value);
  return n < 0n ? head(1, -1n - n) : head(0, n);
}

/** A Map is written in the order it has: ascending keys are the caller's business (`wire.mjs` sees to it). */
export function encode(value) {
  if (value instanceof Raw) return value.bytes;
  if (typeof value === 'boolean') return Buffer.from([value ? 0xf5 : 0xf4]);
  if (typeof value === 'number' || typeof value === 'bigint') return integer(value);
  if (typeof value === 'string') {
    const text = Buffer.from(value, 'utf8');
    return Buffer.concat([head(3, text.length), text]);
  }
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(encode)]);
  if (value instanceof Map) {
    const members = [...value].flatMap(([key, member]) => [encode(key), encode(member)]);
    return Buffer.concat([head(5, value.size), ...members]);
  }
  throw new TypeError(`no CBOR for ${value}`);
}

class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  take(count) {
    if (count > this.bytes.length - this.at) throw new Error('cbor: ends within a value');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  argument(info) {
    if (info < 24) return BigInt(info);
    if (info > 27) throw new Error('cbor: indefinite or reserved length');
    const size = 1 << (info - 24);
    let value = 0n;
    for (const byte of this.take(size)) value = (value << 8n) | BigInt(byte);
    const least = size === 1 ? 24n : 1n << BigInt(size * 4);
    if (value < least) throw new Error('cbor: not the shortest form');
    return value;
  }

  length(info) {
    const value = this.argument(info);
    if (value > BigInt(this.bytes.length - this.at)) throw new Error('cbor: ends within a value');
    return Number(value);
  }

  value(depth) {
    if (depth > kDepthMax) throw new Error('cbor: nested too deep');
    const first = this.take(1)[0];
    const info = first & 31;
    switch (first >> 5) {
      case 0: return plain(this.argument(info));
      case 1: return plain(-1n - this.argument(info));
      case 2: return Buffer.from(this.take(this.length(info)));
      case 3: return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(this.take(this.length(info)));
      case 4: return Array.from({length: this.length(info)}, () => this.value(depth + 1));
      case 5: return this.map(this.length(info), depth);
      case 7:
        if (first === 0xf4 || first === 0xf5) return first === 0xf5;
    }
    throw new Error('cbor: a float, tag, null or other value outside the subset');
  }

  map(count, depth) {
    const out = new Map();
    let before = -1n;
    for (let i = 0; i < count; i++) {
      const key = this.value(depth + 1);
      if (typeof key !== 'number' && typeof key !== 'bigint') throw new Error('cbor: a key that is no number');
      if (BigInt(key) <= before) throw new Error('cbor: keys not ascending');
      before = BigInt(key);
      out.set(key, this.value(depth + 1));
    }
    return out;
  }
}

function plain(value) {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** One value that fills `bytes`; throws on anything outside the subset. */
export function decode(bytes) {
  const reader = new Reader(bytes, 0);
  const value = reader.value(1);
  if (reader.at !== bytes.length) throw new Error('cbor: bytes after the value');
  return value;
}

/** The values of a CBOR sequence (RFC 8742), each with the offset at which it begins. */
export function* sequence(bytes) {
  const reader = new Reader(bytes, 0);
  while (reader.at < bytes.length) {
    const at = reader.at;
    yield {at, value: reader.value(1)};
  }
}
