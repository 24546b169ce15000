// A client of the server, written from core/sync/FORMAT.md, core/sync/PROTOCOL.md and native/server/API.md alone: signs
// in, enrols its key, pushes signed operations, pulls what it may see, uploads photos. Nothing here stops it from
// sending what an honest device never would: that is what the tests of this folder are for.
import http from 'node:http';
import {randomBytes} from 'node:crypto';
import {decodeStruct, encodeStruct, format, kNoDigest, newKey, sha256, signOp, uuid7} from './wire.mjs';

export const kProtocol = 1;
const kPushMax = 500;
const kPushBytesMax = 1 << 20;
const kPassing = new Set(['wait', 'server_full', 'server_failed']);  // problems of the server, not of the operation

/** One HTTP exchange: {status, headers, body}. A Content-Length goes with every body. */
export function exchange(origin, method, path, {headers = {}, body = null, agent} = {}) {
  const url = new URL(path, origin);
  return new Promise((resolve, reject) => {
    const request = http.request(url, {method, headers: withLength(headers, body), agent}, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => resolve({status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts)}));
    });
    request.on('error', reject);
    request.end(body);
  });
}

function withLength(headers, body) {
  return body === null ? headers : {'Content-Length': body.length, ...headers};
}

export class Refused extends Error {
  constructor(what, answer) {
    super(`${what}: ${answer.status} ${answer.body.toString('utf8').slice(0, 200)}`);
    this.status = answer.status;
    this.code = codeOf(answer.body);
  }
}

/** The code of an answer that refuses: errors are JSON {code, message}. */
export function codeOf(body) {
  try {
    return JSON.parse(body.toString('utf8')).code;
  } catch {
    return undefined;
  }
}

export class Client {
  /** A device of its own; `device` and `key` may be those of another client, as a copied phone has them. */
  constructor(origin, name, password, {device = uuid7(), key = newKey()} = {}) {
    Object.assign(this, {origin, name, password, device, key});
    this.agent = new http.Agent({keepAlive: true, maxSockets: 4});
    this.cookies = new Map();
    this.shard = undefined;     // the street to act in, for an account whose grant names none
    this.clockOffsetMs = 0;
    this.deviceSeq = 0;
    this.number = 0;
    this.chains = new Map();    // street → SHA-256 of the operation signed before
    this.outbox = [];           // {id, item}: what has no receipt yet
    this.given = new Map();     // operation → {item, receipt}: what the server acknowledged, and the bytes it had
    this.problems = new Map();  // operation → name of PushProblem
    this.forget();
  }

  /** Lets go of everything the server can give again. */
  forget() {
    this.epoch = '';
    this.scope = kNoDigest;
    this.mark = Buffer.alloc(0);
    this.cursors = new Map();  // street → ShardCursor
    this.cases = new Map();    // subject → entries, ascending
    this.street = new Map();   // street → its own entries
    this.heads = new Map();
  }

  close() {
    this.agent.destroy();
  }

  // --- HTTP

  async ask(method, path, {headers = {}, body = null} = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const all = cookie ? {Cookie: cookie, ...headers} : headers;
    const answer = await exchange(this.origin, method, path, {headers: all, body, agent: this.agent});
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return answer;
  }

  async askJson(path, value) {
    const headers = {'Content-Type': 'application/json'};
    return this.ask('POST', path, {headers, body: Buffer.from(JSON.stringify(value))});
  }

  async signIn() {
    const answer = await this.askJson('/api/login', {name: this.name, password: this.password});
    if (answer.status !== 200) throw new Refused('sign-in', answer);
    this.account = JSON.parse(answer.body.toString('utf8'));
    this.actor = this.account.actor;
    this.measureClock(this.account.server_time);
    return this;
  }

  measureClock(serverTime) {
    this.clockOffsetMs = serverTime - Date.now();
  }

  /** The grant of this account with `role` (its only one, when none is named). */
  grant(role) {
    const found = this.account.grants.find((grant) => !role || grant.role === role);
    if (!found) throw new Error(`${this.name} is no ${role}`);
    return found;
  }

  // --- operations

  /**
   * An operation as it goes into a push: {id, op, item}. `fields` takes the place of what an honest device would write;
   * `payload` may be bytes, `kind` a number; `contact` is sealed beside it.
   */
  make(kind, subject, payload, fields = {}) {
    const {role, contact, prev, unsigned, key = this.key, ...rest} = fields;
    const sealed = contact ? encodeStruct('SealedFields', {salt: randomBytes(16), ...contact}) : Buffer.alloc(0);
    const grant = rest.grant ?? this.grant(role);
    const op = {
      id: uuid7(), shard: grant.shard ?? this.shard, claimed_at: Date.now(), device: this.device, device_seq: ++this.deviceSeq,
      clock_offset_ms: this.clockOffsetMs, actor: this.actor, grant, subject, salt: randomBytes(16),
      kind: format.kinds.get(kind) ?? kind, base: this.versionOf(subject),
      payload: Buffer.isBuffer(payload) ? payload : encodeStruct(kind, payload),
      sealed: contact ? sha256(sealed).toString('hex') : kNoDigest, ...rest,
    };
    return this.signed(op.id, op.shard, encodeStruct('Op', op), sealed, {prev, unsigned, key});
  }

  /** How many applied operations of the case this device has seen. */
  versionOf(subject) {
    return (this.cases.get(subject) ?? []).filter(({entry, op}) => op.subject === subject && entry.outcome.refusal === 'none').length;
  }

  /** Signs bytes that stand for an operation of street `shard` and moves the chain on. */
  signed(id, shard, bytes, sealed = Buffer.alloc(0), {prev, unsigned, key = this.key} = {}) {
    const item = {op: bytes, sealed};
    if (!unsigned) {
      item.signature = signOp(key, prev ?? this.chains.get(shard) ?? kNoDigest, bytes);
      this.chains.set(shard, sha256(bytes).toString('hex'));
    }
    return {id, op: bytes, item};
  }

  /** Makes an operation, pushes it, pulls to the end, and gives its receipt; throws on a problem. */
  async act(kind, subject, payload, fields = {}) {
    const made = this.make(kind, subject, payload, fields);
    this.outbox.push(made);
    await this.pull();
    const given = this.given.get(made.id);
    if (!given) throw new Error(`${kind}: no receipt but ${this.problems.get(made.id)}`);
    return given.receipt;
  }

  /** Reports a case and gives {subject, receipt}. */
  async report(fields = {}, more = {}) {
    const subject = uuid7();
    const payload = {danger_answered: true, ...fields};
    return {subject, receipt: await this.act('report_case', subject, payload, more)};
  }

  // --- sync

  request(push = [], fields = {}) {
    return {
      protocol: kProtocol, number: ++this.number, device: this.device, epoch: this.epoch, scope: this.scope, push,
      cursors: [...this.cursors.values()], mark: this.mark, sent_at: Date.now(), key: this.key.public, ...fields,
    };
  }

  async post(bytes) {
    return this.ask('POST', '/api/sync', {headers: {'Content-Type': 'application/cbor'}, body: bytes});
  }

  nextPush() {
    let bytes = 0;
    return this.outbox.slice(0, kPushMax).filter(({item}) => (bytes += item.op.length + item.sealed.length) <= kPushBytesMax);
  }

  /** One exchange with the first operations of the outbox. */
  async sync(fields = {}) {
    const push = this.nextPush();
    const answer = await this.post(encodeStruct('Request', this.request(push.map((made) => made.item), fields)));
    if (answer.status !== 200) throw new Refused('sync', answer);
    return this.take(decodeStruct('Response', answer.body), push);
  }

  /** Pushes items beside the outbox and gives the answer as it came; pages in it are not taken. */
  async pushRaw(items, fields = {}) {
    const answer = await this.post(encodeStruct('Request', this.request(items, {cursors: [], ...fields})));
    if (answer.status !== 200) throw new Refused('push', answer);
    const response = decodeStruct('Response', answer.body);
    this.keepReceipts(response, items);
    return response;
  }

  keepReceipts(response, items) {
    const refused = new Set(response.problems.map((problem) => problem.index));
    const taken = items.filter((item, index) => !refused.has(index));
    response.receipts.forEach((receipt, at) => this.given.set(receipt.op, {item: taken[at], receipt}));
  }

  take(response, push) {
    this.measureClock(response.server_time);
    const begins = response.reset || response.epoch !== this.epoch || response.scope !== this.scope;
    const lost = this.epoch !== '' && response.epoch !== this.epoch;
    if (begins) this.forget();
    this.epoch = response.epoch;
    this.scope = response.scope;
    if (response.mark.length) this.mark = response.mark;
    this.keepReceipts(response, push.map((made) => made.item));
    for (const problem of response.problems) this.problems.set(push[problem.index].id, problem.what);
    const held = new Set(response.problems.filter((one) => kPassing.has(one.what)).map((one) => push[one.index].id));
    const answered = new Set(push.map((made) => made.id).filter((id) => !held.has(id)));
    this.outbox = this.outbox.filter((made) => !answered.has(made.id));
    for (const page of response.pages) this.takePage(page);
    if (lost) this.offerAgain(new Set(response.receipts.map((receipt) => receipt.op)));
    return response;
  }

  /** After a restore: all that was received in an earlier life of the journal, each with the entry that it was. */
  offerAgain(confirmed) {
    const again = [...this.given].filter(([id]) => !confirmed.has(id));
    const made = again.map(([id, {item, receipt}]) => ({id, item: {...item, was: receipt.seq}}));
    this.outbox = [...made, ...this.outbox];
  }

  takePage(page) {
    for (const item of page.items) {
      if (item.entry.length) this.takeEntry(item.entry);
      else this.cases.delete(item.removed);
    }
    this.cursors.set(page.shard, page.cursor);
    this.heads.set(page.shard, page.head);
  }

  takeEntry(bytes) {
    const entry = decodeStruct('Entry', bytes);
    const op = decodeStruct('Op', entry.op);
    const isStreets = ['set_policy', 'set_units', 'set_grids'].some((kind) => format.kinds.get(kind) === op.kind);
    const [kept, key] = isStreets ? [this.street, entry.shard] : [this.cases, op.subject];
    if (!kept.has(key)) kept.set(key, []);
    const history = kept.get(key);
    if (!history.length || history.at(-1).entry.seq < entry.seq) history.push({entry, op, bytes});
  }

  /** Exchanges until nothing is left to push and no page has more after it; gives the number of exchanges. */
  async pull({exchangesMax = 10000} = {}) {
    for (let done = 1; done <= exchangesMax; done++) {
      const response = await this.sync();
      if (!response.pages.some((page) => page.more) && this.outbox.length === 0) return done;
    }
    throw new Error(`no end of pages after ${exchangesMax} exchanges`);
  }

  /** What the street's newest operation of `kind` (set_policy, set_units, set_grids) says. */
  streetSays(shard, kind) {
    const said = (this.street.get(shard) ?? []).filter(({op}) => op.kind === format.kinds.get(kind));
    return said.map(({op}) => decodeStruct(kind, op.payload));
  }

  // --- photos

  photo(bytes, {kind = 'near', width = 1, height = 1} = {}) {
    return {digest: sha256(bytes).toString('hex'), kind, size: bytes.length, width, height};
  }

  async upload(bytes, digest = sha256(bytes).toString('hex'), headers = {}) {
    return this.ask('PUT', `/api/blob/${digest}`, {headers, body: bytes});
  }

  async download(digest) {
    return this.ask('GET', `/api/blob/${digest}`);
  }
}
