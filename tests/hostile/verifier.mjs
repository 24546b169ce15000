// Checks the journals of `gezhi export entries` from core/sync/FORMAT.md alone ("The journal", "Signatures"), with no
// code of the project: chain, numbering, times, emptied entries, device signatures, forks and gaps.
//   node tests/hostile/verifier.mjs [--head STREET:NUMBER:HASH]… [--played STREET:NUMBER]… STREET.entries…
// prints a line for each street and ends with 1 at a fault. `--played`: up to this entry people were played by `gezhi demo`. Of two things that are wrong the earlier entry is named.
import {readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {pathToFileURL} from 'node:url';
import {checkSignature, decode, decodeStruct, encode, encodeStruct, format, fromMap, kindName, kNoDigest, sequence,
        sha256} from './wire.mjs';

const kKeyOf = Object.fromEntries(format.structs.get('Entry').map(({name, key}) => [name, key]));
// Kinds that the server itself makes for a person who is signed in.
const kUnsignedKinds = new Set(['read_contact']);
// Those that give their case a number: nine digits street, six the day in China, four counted within it.
const kNumberedKinds = new Set(['file_case', 'settle_on_spot']);
const kChinaMs = 8 * 3600 * 1000;
const kOwnRoles = new Set(['system', 'admin']);

class Fault extends Error {}

function demand(holds, what) {
  if (!holds) throw new Fault(what);
}

/**
 * What one street's file came to: {street, count, head, emptied, breaks, unknown, fault}; fault = {number, what} or null.
 * `head` {number, hash} was noted elsewhere: the journal has to go through it. Up to entry `played` people were played.
 */
export function verifyJournal(bytes, {street = 0, head = null, played = 0} = {}) {
  const journal = new Journal(street, head, played);
  try {
    for (const {value} of sequence(bytes)) journal.take(value);
    journal.end();
  } catch (error) {
    return journal.result({number: error.number ?? journal.count + 1, what: error.message});
  }
  return journal.result(null);
}

class Journal {
  constructor(street, head, played) {
    Object.assign(this, {street, noted: head, played, count: 0, hash: Buffer.alloc(32), receivedAt: -Infinity});
    this.ids = new Set();
    this.emptied = new Map();   // case → [{number, bytes}]
    this.whole = new Map();     // case → number of an entry that is not emptied and no record
    this.recorded = new Set();  // numbers of emptied entries that a record covers
    this.emptiedCount = 0;
    this.chains = new DeviceChains();
  }

  take(bytes) {
    demand(Buffer.isBuffer(bytes), 'the file holds something else than byte strings');
    const map = decode(bytes);
    const entry = fromMap('Entry', map);
    const op = decodeStruct('Op', entry.op);
    const digest = entry.erased ? entry.was : sha256(entry.op).toString('hex');
    this.checkEnvelope(entry, op);
    this.checkLink(map, entry, digest);
    demand(this.noted?.number !== entry.seq || this.noted.hash === entry.hash, 'has another hash than was noted elsewhere');
    this.checkErasure(entry, op, bytes);
    this.checkSigner(entry, op, digest);
    this.count++;
    this.hash = Buffer.from(entry.hash, 'hex');
  }

  checkEnvelope(entry, op) {
    demand(entry.seq === this.count + 1, `stands in the place of ${this.count + 1} and says that it is ${entry.seq}`);
    this.street ||= entry.shard;
    demand(entry.shard === this.street && op.shard === this.street, 'belongs to another street');
    demand(entry.received_at >= this.receivedAt, 'was received before the entry before it');
    this.receivedAt = entry.received_at;
    demand(!this.ids.has(op.id), 'its operation is in the journal already');
    this.ids.add(op.id);
    this.checkGrant(entry, op);
    const {number, refusal} = entry.outcome;
    const files = refusal === 'none' && kNumberedKinds.has(kindName(op.kind));
    const wanted = files ? this.nextNumber(entry.received_at) : '';
    demand(number === wanted, `gives the number '${number}', the next would be '${wanted}'`);
  }

  nextNumber(at) {
    const day = new Date(at + kChinaMs).toISOString().slice(2, 10).replaceAll('-', '');
    this.given = this.given?.day === day ? {day, count: this.given.count + 1} : {day, count: 1};
    return `${String(this.street).padStart(9, '0')}${day}${String(this.given.count).padStart(4, '0')}`;
  }

  checkGrant(entry, op) {
    const same = encodeStruct('Grant', entry.grant).equals(encodeStruct('Grant', op.grant));
    demand(same || (entry.grant.role === 'none' && entry.outcome.refusal !== 'none'),
           'was judged with another grant than its operation claims');
  }

  checkLink(map, entry, digest) {
    const linked = new Map(map);
    for (const name of ['hash', 'erased', 'was']) linked.delete(kKeyOf[name]);
    linked.set(kKeyOf.op, Buffer.from(digest, 'hex'));
    const hash = sha256(this.hash, sha256(encode(linked))).toString('hex');
    demand(hash === entry.hash, 'does not go on from the entry before it: one of both was changed');
  }

  checkErasure(entry, op, bytes) {
    demand(entry.erased === (entry.was !== kNoDigest), 'is emptied by half');
    const erases = kindName(op.kind) === 'erase_case' && entry.outcome.refusal === 'none';
    if (entry.erased) {
      demand(!erases && op.salt.length === 0, 'is emptied and holds what is never emptied, or a salt');
      if (!this.emptied.has(op.subject)) this.emptied.set(op.subject, []);
      this.emptied.get(op.subject).push({number: entry.seq, bytes});
      this.emptiedCount++;
    }
    if (erases) this.checkRecord(op);
    else if (!entry.erased) this.whole.set(op.subject, entry.seq);
  }

  checkRecord(op) {
    const {entries, left} = decodeStruct('erase_case', op.payload);
    const found = this.emptied.get(op.subject) ?? [];
    demand(!this.whole.has(op.subject), `says that its case is erased, and entry ${this.whole.get(op.subject)} is not`);
    demand(found.length === entries, `records ${entries} emptied entries of its case, there are ${found.length}`);
    demand(sha256(...found.map((one) => one.bytes)).toString('hex') === left,
           'records other emptied entries of its case than there are');
    for (const {number} of found) this.recorded.add(number);
  }

  checkSigner(entry, op, digest) {
    const kind = kindName(op.kind);
    if (entry.signature.algorithm !== 0) {
      demand(op.actor !== 0, 'is signed and has no actor');
      this.chains.checkSigned(entry, op, digest);
      return;
    }
    demand(entry.link === 'none', `is not signed and says that it ${entry.link}`);
    demand(op.actor === 0 || kUnsignedKinds.has(kind) || entry.seq <= this.played, 'has an actor and no signature');
    demand(op.actor !== 0 || kOwnRoles.has(op.grant.role), 'has the role of a person and no actor');
    if (kind === 'enroll_key' && entry.outcome.refusal === 'none') this.chains.enroll(op);
  }

  end() {
    demand(this.count >= (this.noted?.number ?? 0), `is missing: ${this.noted?.number} was noted elsewhere`);
    const uncovered = [...this.emptied.values()].flat().map(({number}) => number).filter((number) => !this.recorded.has(number));
    if (!uncovered.length) return;
    const number = Math.min(...uncovered);
    throw Object.assign(new Fault('is emptied and no erase_case records it'), {number});
  }

  result(fault) {
    return {street: this.street, count: this.count, head: this.hash.toString('hex'), emptied: this.emptiedCount,
            breaks: this.chains.breaks(), unknown: this.chains.unknown, fault};
  }
}

/** The chains of what devices signed, as they stand by the entries so far. */
class DeviceChains {
  constructor() {
    this.keys = new Map();    // actor and device → PublicKey
    this.prevs = new Map();   // actor, device and key → the `prev` of what it signed
    this.signed = new Map();  // actor and device → SHA-256 of what was signed
    this.links = [];          // {number, link, device, prev}
    this.unknown = [];        // numbers of entries whose signature this reader cannot check
  }

  enroll(op) {
    demand(op.grant.role === 'system' && op.actor === 0, 'enrols a key and is not of the street');
    const {actor, device, key} = decodeStruct('enroll_key', op.payload);
    this.keys.set(`${actor}/${device}`, key);
  }

  checkSigned(entry, op, digest) {
    const device = `${op.actor}/${op.device}`;
    const key = this.keys.get(device);
    demand(key, 'is signed by a key that no entry before it enrols');
    const said = checkSignature(key, entry.signature, digest);
    demand(said !== 'wrong', 'its signature is not of this operation by this device');
    if (said === 'unknown') this.unknown.push(entry.seq);
    const link = this.linkOf(device, key, entry.signature.prev);
    demand(entry.link === link, `says that it stands as ${entry.link} in its device's chain, it does as ${link}`);
    this.note(device, key, entry, digest);
  }

  prevsOf(device, key) {
    const name = `${device}/${key.algorithm}/${key.bytes.toString('hex')}`;
    if (!this.prevs.has(name)) this.prevs.set(name, new Set());
    return this.prevs.get(name);
  }

  linkOf(device, key, prev) {
    if (this.prevsOf(device, key).has(prev)) return 'fork';
    if (prev === kNoDigest) return 'first';
    return this.signed.get(device)?.has(prev) ? 'follows' : 'gap';
  }

  note(device, key, entry, digest) {
    this.prevsOf(device, key).add(entry.signature.prev);
    if (!this.signed.has(device)) this.signed.set(device, new Set());
    this.signed.get(device).add(digest);
    this.links.push({number: entry.seq, link: entry.link, device, prev: entry.signature.prev});
  }

  breaks() {
    const missing = ({link, device, prev}) => link === 'gap' && !this.signed.get(device).has(prev);
    return this.links.filter((one) => one.link === 'fork' || missing(one)).map(({number, link}) => ({number, link}));
  }
}

/** A head as `gezhi verify` prints it and an auditor notes it: STREET:NUMBER:HASH. */
export function readHead(text) {
  const [street, number, hash] = text.split(':');
  return {street: Number(street), number: Number(number), hash};
}

/** One line for people: the street, and its first fault or what was found. */
export function sentence({street, count, head, emptied, breaks, unknown, fault}) {
  if (fault) return `${street}: entry ${fault.number} ${fault.what}`;
  const more = [`${emptied} emptied`, ...breaks.map(({number, link}) => `${link} at ${number}`)];
  if (unknown.length) more.push(`${unknown.length} signatures of an unknown algorithm`);
  return `${street}: ${count} entries, ${more.join(', ')}, head ${street}:${count}:${head}`;
}

function main(words) {
  const heads = [];
  const played = [];
  const files = [];
  for (let i = 0; i < words.length; i++) {
    if (words[i] === '--played') played.push(readHead(words[++i]));
    else if (words[i] === '--head') heads.push(readHead(words[++i]));
    else files.push(words[i]);
  }
  let status = 0;
  for (const file of files) {
    const street = Number(basename(file).split('.')[0]);
    const of = (list) => list.find((one) => one.street === street);
    const found = verifyJournal(readFileSync(file), {street, head: of(heads), played: of(played)?.number});
    console.log(sentence(found));
    if (found.fault) status = 1;
  }
  return status;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = main(process.argv.slice(2));
