// The structs of journal and wire. Their tables are read out of core/sync/FORMAT.md, which is printed from the code: so
// this client knows what a stranger knows who has that page. A struct is a plain object with the members of its table;
// in it a uuid and a digest are hexadecimal text, a name of a list its name (a number when the list lacks it), a set an
// array of names, `bytes` a Buffer, a point [longitude, latitude]. What is left out has the empty value of its type.
import {readFileSync} from 'node:fs';
import {decode, encode} from './cbor.mjs';

export * from './cbor.mjs';
export * from './signing.mjs';

const kFormat = new URL('../../core/sync/FORMAT.md', import.meta.url);

/** struct → [{key, name, type, limit}], operation kind → {number, struct}, list → names by number, limits by their words. */
export const format = readFormat(readFileSync(kFormat, 'utf8'));

function readFormat(text) {
  const found = {structs: new Map(), kinds: new Map(), lists: new Map(), limits: new Map()};
  let members = null;
  for (const line of text.slice(text.indexOf('<!-- tables -->')).split('\n')) {
    const title = line.match(/^### (?:(\d+) `(\w+)`|(\w+))$/);
    if (title) {
      members = [];
      found.structs.set(title[2] ?? title[3], members);
      if (title[1]) found.kinds.set(title[2], Number(title[1]));
    }
    const row = line.match(/^\| (\d+) \| `(\w+)` \| ([^|]+?) \| (\d*) *\|$/);
    if (row) members.push({key: Number(row[1]), name: row[2], type: readType(row[3]), limit: Number(row[4]) || 0});
    const limit = line.match(/^\| ([^|`]+?) \| (\d+) \|$/);
    if (limit) found.limits.set(limit[1], Number(limit[2]));
    const list = line.match(/^- \*\*(\w+)\*\*: (.*)$/);
    if (list) found.lists.set(list[1], listNames(list[2]));
  }
  return found;
}

function listNames(text) {
  return new Map([...text.matchAll(/(\d+) `(\w+)`/g)].map(([, number, name]) => [Number(number), name]));
}

function readType(text) {
  const match = text.match(/^(list of|optional|name of|set of|struct) (.+)$/);
  if (!match) return {is: text};
  const [, is, rest] = match;
  if (is === 'list of' || is === 'optional') return {is, of: readType(rest)};
  return {is, of: rest.replaceAll('*', '')};
}

function nameOf(list, number) {
  return format.lists.get(list).get(number) ?? number;
}

function numberOf(list, name) {
  if (typeof name !== 'string') return name;
  for (const [number, known] of format.lists.get(list)) if (known === name) return number;
  throw new Error(`${list} has no ${name}`);
}

/** Of a type: its empty value, how a value is written as CBOR and read from it. */
const kTypes = {
  'bool': {empty: () => false, write: (v) => v, read: (v) => expect(typeof v === 'boolean', v)},
  'uuid': hexadecimal(16),
  '32 bytes': hexadecimal(32),
  'text': {empty: () => '', write: (v) => v, read: (v) => expect(typeof v === 'string', v)},
  'bytes': {empty: () => Buffer.alloc(0), write: (v) => v, read: (v) => expect(Buffer.isBuffer(v), v)},
  'point': {empty: () => [0, 0], write: (v) => v, read: (v) => expect(Array.isArray(v) && v.length === 2, v)},
  'name of': {
    empty: (type) => nameOf(type.of, 0),
    write: (v, type) => numberOf(type.of, v),
    read: (v, type) => nameOf(type.of, expect(isInteger(v), v)),
  },
  'set of': {
    empty: () => [],
    write: (v, type) => v.reduce((sum, name) => sum + 2 ** numberOf(type.of, name), 0),
    read: (v, type) => [...Array(53).keys()].filter((i) => BigInt(v) >> BigInt(i) & 1n).map((i) => nameOf(type.of, i)),
  },
  'list of': {
    empty: () => [],
    write: (v, type) => v.map((item) => kindOf(type.of).write(item, type.of)),
    read: (v, type) => expect(Array.isArray(v), v).map((item) => kindOf(type.of).read(item, type.of)),
  },
  'optional': {
    empty: () => undefined,
    write: (v, type) => kindOf(type.of).write(v, type.of),
    read: (v, type) => kindOf(type.of).read(v, type.of),
  },
  'struct': {
    empty: (type) => fromMap(type.of, new Map()),
    write: (v, type) => toMap(type.of, v),
    read: (v, type) => fromMap(type.of, v),
  },
};

const kInteger = {empty: () => 0, write: (v) => v, read: (v) => expect(isInteger(v), v)};

function kindOf(type) {
  return kTypes[type.is] ?? kInteger;
}

function hexadecimal(size) {
  return {
    empty: () => '00'.repeat(size),
    write: (v) => Buffer.from(v, 'hex'),
    read: (v) => expect(Buffer.isBuffer(v) && v.length === size, v).toString('hex'),
  };
}

function isInteger(value) {
  return typeof value === 'number' || typeof value === 'bigint';
}

function expect(holds, value) {
  if (!holds) throw new Error('wire: a value of another type than its table says');
  return value;
}

/** What "is zero or empty" and so left out. */
function isEmpty(value) {
  if (value === undefined || value === false || value === 0 || value === 0n) return true;
  if (value instanceof Map) return value.size === 0;
  if (value instanceof Uint8Array) return value.length === 0 || value.every((byte) => byte === 0);
  if (Array.isArray(value)) return value.length === 0;
  return value === '';
}

function isLeftOut(written, type) {
  if (type.is === 'optional') return false;
  if (type.is === 'bytes') return written.length === 0;
  if (type.is === 'point') return written[0] === 0 && written[1] === 0;
  return isEmpty(written);
}

/** The map of a struct: keys ascending, what is empty left out. */
export function toMap(struct, object) {
  const members = format.structs.get(struct);
  for (const name of Object.keys(object)) {
    if (!members.some((member) => member.name === name)) throw new Error(`${struct} has no ${name}`);
  }
  const out = new Map();
  for (const {key, name, type} of members) {
    if (object[name] === undefined) continue;
    const written = kindOf(type).write(object[name], type);
    if (!isLeftOut(written, type)) out.set(key, written);
  }
  return out;
}

/** Reads a struct; keys that the table lacks are passed over, an empty value that is there is refused. */
export function fromMap(struct, map) {
  expect(map instanceof Map, map);
  if (map.has(0)) throw new Error('wire: key 0');
  const out = {};
  for (const {key, name, type} of format.structs.get(struct)) {
    const written = map.get(key);
    if (written !== undefined && isLeftOut(written, type)) throw new Error(`wire: ${struct}.${name} is empty and there`);
    out[name] = written === undefined ? kindOf(type).empty(type) : kindOf(type).read(written, type);
  }
  return out;
}

export function encodeStruct(struct, object) {
  return encode(toMap(struct, object));
}

export function decodeStruct(struct, bytes) {
  return fromMap(struct, decode(bytes));
}

/** The name of an operation's kind, undefined for one that this page does not know. */
export function kindName(number) {
  for (const [name, known] of format.kinds) if (known === number) return name;
  return undefined;
}
