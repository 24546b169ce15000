// Journals as `gezhi export entries` writes them, taken apart, damaged and put together again, and one made up from
// FORMAT.md with an emptied case in it. A *clumsy* forger changes bytes; a *clever* one also computes all hashes anew.
import {decode, decodeStruct, encode, encodeStruct, format, kNoDigest, newKey, sequence, sha256, signOp,
        uuid7} from './wire.mjs';

const kEntryKey = Object.fromEntries(format.structs.get('Entry').map(({name, key}) => [name, key]));

export function readEntries(file) {
  return [...sequence(file)].map(({value}) => value);
}

export function writeEntries(entries) {
  return Buffer.concat(entries.map((entry) => encode(entry)));
}

/** The entries with that of `number` changed: `change(map)` gets its members by the names of the table. */
export function changed(entries, number, change) {
  const map = decode(entries[number - 1]);
  change({
    get: (name) => map.get(kEntryKey[name]),
    set: (name, value) => map.set(kEntryKey[name], value),
    drop: (name) => map.delete(kEntryKey[name]),
  });
  return replaced(entries, number - 1, encodeSorted(map));
}

function encodeSorted(map) {
  return encode(new Map([...map].sort(([a], [b]) => a - b)));
}

/** The list with another entry at `at`; with `drop` entries taken out there and `added` put in. */
export const replaced = (list, at, entry) => spliced(list, at, 1, entry);

/** Entry `number` and the one after it in each other's place. */
export function swappedAt(entries, number) {
  return spliced(entries, number - 1, 2, entries[number], entries[number - 1]);
}

export function spliced(list, at, drop, ...added) {
  return [...list.slice(0, at), ...added, ...list.slice(at + drop)];
}

export function flipped(bytes, at) {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
}

/** All numbers and hashes computed anew from what the entries hold, as one who may write everything would. */
export function rechained(entries) {
  let hash = Buffer.alloc(32);
  return entries.map((bytes, index) => {
    const map = decode(bytes);
    map.set(kEntryKey.seq, index + 1);
    hash = linked(hash, map);
    map.set(kEntryKey.hash, hash);
    return encodeSorted(map);
  });
}

function linked(before, map) {
  const bare = new Map(map);
  for (const name of ['hash', 'erased', 'was']) bare.delete(kEntryKey[name]);
  bare.set(kEntryKey.op, map.get(kEntryKey.was) ?? sha256(map.get(kEntryKey.op)));
  return sha256(before, sha256(encode(bare)));
}

/** What the journal of a street would hold after one case was reported, spoken about, closed and erased. */
export function journalWithErasedCase(street = 330105001) {
  const journal = new MadeJournal(street);
  journal.enroll();
  const kept = uuid7();
  const gone = uuid7();
  journal.said('report_case', kept, {text: 'a bottle of gas in the kitchen', danger_answered: true});
  journal.said('report_case', gone, {text: 'nobody may read this later', danger_answered: true, restricted: 'minor'});
  journal.said('add_note', gone, {text: 'nor this'});
  journal.said('add_note', kept, {text: 'the bottle is outside now'});
  journal.erase(gone);
  journal.said('add_note', kept, {text: 'and the kitchen is dry'});
  return rechained(journal.entries);
}

class MadeJournal {
  constructor(street) {
    Object.assign(this, {street, entries: [], key: newKey(), device: uuid7(), actor: 7, prev: kNoDigest, seq: 0});
    this.grant = {role: 'community_officer', unit: 3, shard: street};
  }

  put(op, signature, link) {
    const entry = {shard: this.street, seq: this.entries.length + 1, received_at: 1795312800000 + this.entries.length,
                   grant: op.grant, op: encodeStruct('Op', op), rules: 4, hash: kNoDigest, link};
    if (signature) entry.signature = signature;
    this.entries.push(encodeStruct('Entry', entry));
    this.entries = rechained(this.entries);
  }

  streets(kind, subject, payload) {
    this.put({id: uuid7(), shard: this.street, claimed_at: 1795312800000, grant: {role: 'system', shard: this.street},
              subject, kind: format.kinds.get(kind), payload: encodeStruct(kind, payload)}, null, 'none');
  }

  enroll() {
    this.streets('enroll_key', kNoDigest.slice(32), {actor: this.actor, device: this.device, key: this.key.public});
  }

  said(kind, subject, payload) {
    const op = {id: uuid7(), shard: this.street, claimed_at: 1795312800000, device: this.device, device_seq: ++this.seq,
                actor: this.actor, grant: this.grant, subject, kind: format.kinds.get(kind),
                payload: encodeStruct(kind, payload), salt: Buffer.alloc(16, 5)};
    const bytes = encodeStruct('Op', op);
    this.put(op, signOp(this.key, this.prev, bytes), this.prev === kNoDigest ? 'first' : 'follows');
    this.prev = sha256(bytes).toString('hex');
  }

  erase(subject) {
    const left = [];
    this.entries = this.entries.map((bytes) => {
      const entry = decodeStruct('Entry', bytes);
      const op = decodeStruct('Op', entry.op);
      if (op.subject !== subject) return bytes;
      const was = sha256(entry.op).toString('hex');
      const bare = encodeStruct('Op', {...op, payload: Buffer.alloc(0), salt: Buffer.alloc(0)});
      left.push(encodeStruct('Entry', {...entry, op: bare, erased: true, was}));
      return left.at(-1);
    });
    this.streets('erase_case', subject, {entries: left.length, left: sha256(...left).toString('hex')});
  }
}
