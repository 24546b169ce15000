// A street on the real server for the tests of this folder (no demo: its clock is not believed, and nobody was played in
// its journal): people who are signed in, the ordinary way of a case,
// and what must hold whatever was sent: the server is there and says so, an honest client still syncs, and in the end
// the journal is whole by `gezhi verify` and by our own verifier, with every acknowledged operation in it.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync} from 'node:fs';
import path from 'node:path';
import {deflateSync} from 'node:zlib';
import {gezhi, removeFolder, root, runGezhi, startServer, temporaryFolder} from '../web/server.mjs';
import {Client, exchange} from './client.mjs';
import {readEntries} from './plant.mjs';
import {readHead, sentence, verifyJournal} from './verifier.mjs';
import {decodeStruct, uuid7} from './wire.mjs';

export const kStreet = 330105003;
export const kOther = 330105001;
export const kPassword = 'gezhi-demo';
// Where worker1 and leader1 work, and what they see there.
export const kGrid = 2000181;
export const kUnit = 2004;
export const kPoint = [1201185753, 303104531];
// What the command `faketime` sets, which stands between a signal and the server; for `start`. Only the time of day is
// off: the machine's own counter goes on, as it does when somebody sets a clock.
export const clockOff = (by) => ({env: {LD_PRELOAD: '/usr/$LIB/faketime/libfaketime.so.1', FAKETIME: by, DONT_FAKE_MONOTONIC: '1',
                                 FAKETIME_DONT_FAKE_MONOTONIC: '1'}});
export const kPlace = {grid: kGrid, point: kPoint, accuracy_m: 10, address: '小河路1号'};

// Who there is, and the grants as the command line takes them: ROLE:SHARD:GRID:UNIT.
const kAccounts = {
  volunteer1: ['volunteer'],
  volunteer2: ['volunteer'],
  volunteer3: ['volunteer'],
  clerk1: [`intake_clerk:${kStreet}:${kStreet}:1001`],
  desk1: [`dispatcher:${kStreet}:${kStreet}:1001`, `intake_clerk:${kStreet}:${kStreet}:1001`],
  worker1: [`grid_worker:${kStreet}:${kGrid}:${kUnit}`],
  visitor: [`grid_worker:${kStreet}:${kGrid}:${kUnit}`],
  leader1: [`grid_leader:${kStreet}:1000018:${kUnit}`],
  worker5: [`grid_worker:${kStreet}:2000151:2001`],
  leader2: [`grid_leader:${kStreet}:1000015:2001`],
  officer4: [`community_officer:${kStreet}:4100012:1006`],
  mediator1: [`mediator:${kStreet}:${kStreet}:1004`],
  handler_market: [`handler:${kStreet}:${kStreet}:1008`],
  handler_gas: [`handler:${kStreet}:${kStreet}:1010`],
  coordinator1: ['district_coordinator:0:330105'],
  auditor1: [`auditor:${kStreet}:${kStreet}`],
  admin: [`admin:${kStreet}:${kStreet}`],
  desk_of_both: [kOther, kStreet].map((shard) => `duty_supervisor:${shard}:${shard}:1001`),
  desk_elsewhere: ['intake_clerk', 'dispatcher', 'duty_supervisor'].map((role) => `${role}:${kOther}:${kOther}:1001`),
};
const kUsual = 'volunteer1 volunteer2 volunteer3 clerk1 desk1 worker1 leader1';

function addAccount(data, name) {
  const words = kAccounts[name].flatMap((grant) => ['--grant', grant]);
  const added = spawnSync(gezhi, ['user', 'add', name, '--data', data, '--label', name, ...words],
                          {input: kPassword, encoding: 'utf8'});
  assert.equal(added.status, 0, added.stderr);
}

/** The demo's ground, made once for a binary: its accounts and cases are left behind. */
function districtPack() {
  const kept = path.join(root, 'build/hostile', `district-${Math.floor(statSync(gezhi).mtimeMs)}.pack`);
  if (!existsSync(kept)) {
    const folder = temporaryFolder('ground');
    run('demo', '--data', path.join(folder, 'data'));
    mkdirSync(path.dirname(kept), {recursive: true});
    copyFileSync(path.join(folder, 'data/pack/district.pack'), `${kept}.${process.pid}`);
    renameSync(`${kept}.${process.pid}`, kept);
    removeFolder(folder);
  }
  return kept;
}

function run(...words) {
  const done = runGezhi(...words);
  assert.equal(done.status, 0, done.stdout + done.stderr);
  return done.stdout;
}

export class Street {
  /** `people`: accounts beside the usual ones, "officer4 admin"; `on`: the folder for its data, else one of its own. */
  static async open({people = '', on, ...options} = {}) {
    const street = new Street();
    street.clients = [];
    street.folder = temporaryFolder('hostile');
    street.data = path.join(on ?? street.folder, 'data');
    run('init', '--data', street.data);
    mkdirSync(path.join(street.data, 'pack'), {recursive: true});
    copyFileSync(districtPack(), path.join(street.data, 'pack/district.pack'));
    run('street', 'open', '--data', street.data, '--shard', String(kOther), '--shard', String(kStreet));
    for (const name of `${kUsual} ${people}`.trim().split(' ')) addAccount(street.data, name);
    await street.start(options);
    return street;
  }

  async start(options = {}) {
    this.server = await startServer({data: this.data, web: false, ...options});
    for (const client of this.clients) client.origin = this.server.url;
    return this;
  }

  /** Somebody at a device of their own, signed in, with all that they may see. */
  async person(name, options = {}) {
    const client = new Client(this.server.url, name, kPassword, options);
    client.shard = kStreet;
    this.clients.push(client);
    await client.signIn();
    await client.pull();
    return client;
  }

  async health() {
    const answer = await exchange(this.server.url, 'GET', '/healthz');
    return {status: answer.status, ...JSON.parse(answer.body.toString('utf8'))};
  }

  /** After a restore everybody opens the app again, until nobody has anything to give back. */
  async everybodySyncs() {
    for (const client of this.clients) await client.signIn();
    // What builds on what others have yet to give back waits, and is offered again.
    for (let round = 0; round < 6; round++) {
      for (const client of this.clients) for (let n = 0; n < 2; n++) await client.sync();
    }
    for (const client of this.clients) await client.pull();
  }

  /** The server serves, and somebody who did nothing wrong reports a case and gets his receipt. */
  async assertServes() {
    const health = await this.health();
    assert.deepEqual([health.status, health.reason], ['ok', undefined]);
    this.honest ??= await this.person('volunteer3');
    const {receipt} = await this.honest.report({nature: 'hazard', text: '楼道里的灯坏了，晚上看不见台阶', place: kPlace});
    assert.equal(receipt.outcome.refusal, 'none');
  }

  /** Each of these accounts, on a new device, comes to the end of all its pages. */
  async assertPullsEnd(...names) {
    for (const name of names) {
      const client = await this.person(name);
      client.close();
    }
  }

  exported() {
    const out = path.join(this.folder, 'export');
    removeFolder(out);
    return run('export', 'entries', '--data', this.data, '--out', out);
  }

  /** The street's journal as an auditor gets it: [{entry, op, bytes}]. */
  journal(shard = kStreet) {
    this.exported();
    const entries = readEntries(readFileSync(path.join(this.folder, 'export', `${shard}.entries`)));
    return entries.map((bytes) => {
      const entry = decodeStruct('Entry', bytes);
      return {entry, op: decodeStruct('Op', entry.op), bytes};
    });
  }

  assertWhole({forks = false, gaps = false} = {}) {
    run('verify', '--data', this.data);
    for (const head of headsOf(this.exported())) {
      const file = path.join(this.folder, 'export', `${head.street}.entries`);
      const found = verifyJournal(readFileSync(file), {...head, head});
      assert.equal(found.fault, null, sentence(found));
      const unwanted = found.breaks.filter(({link}) => !(link === 'fork' ? forks : gaps));
      assert.deepEqual(unwanted, [], sentence(found));
    }
    this.assertAcknowledged();
  }

  /** Every receipt that anybody got names an entry that holds the very bytes for which he got it. */
  assertAcknowledged({sameNumber = true} = {}) {
    assert.deepEqual(this.lost({sameNumber}), []);
  }

  /** What was acknowledged and is not so, each a sentence. */
  lost({sameNumber = true} = {}) {
    const found = [];
    const journals = new Map();
    for (const client of this.clients) {
      for (const [id, {item, receipt}] of client.given) {
        if (!journals.has(receipt.shard)) journals.set(receipt.shard, byOperation(this.journal(receipt.shard)));
        const kept = journals.get(receipt.shard).get(id);
        if (!kept) found.push(`acknowledged and not there: ${id}`);
        else if (!kept.entry.op.equals(item.op)) found.push(`other bytes than were acknowledged: ${id}`);
        else if (sameNumber && kept.entry.seq !== receipt.seq) found.push(`another number than was acknowledged: ${id}`);
      }
    }
    return found;
  }

  async stop() {
    for (const client of this.clients) client.close();
    const {status, signal} = await this.server.stop();
    assert.deepEqual([status, signal], [0, null], this.server.log);
  }

  /** For `after`: nothing stays behind, also where a test failed. */
  async remove() {
    for (const client of this.clients) client.close();
    await this.server?.kill();
    removeFolder(this.folder);
  }
}

function headsOf(printed) {
  return [...printed.matchAll(/^\d+:\d+:[0-9a-f]{64}$/gm)].map(([text]) => readHead(text));
}

function byOperation(journal) {
  return new Map(journal.map((one) => [one.op.id, one]));
}

/** A case that was reported, and what the ordinary way makes of it, step by step, by the roles of the field. */
export class Matter {
  static async report(street, fields = {}, more = {}) {
    const matter = new Matter();
    matter.reporter = await street.person('volunteer1');
    const {subject, receipt} = await matter.reporter.report(
        {nature: 'hazard', text: '楼道里有一个煤气瓶，没有人看着', place: kPlace, ...fields}, more);
    assert.equal(receipt.outcome.refusal, 'none');
    return Object.assign(matter, {street, subject, desk: await street.person('desk1'),
                                  leader: await street.person('leader1'), worker: await street.person('worker1')});
  }

  async applied(client, kind, payload, fields) {
    await client.pull();
    const receipt = await client.act(kind, this.subject, payload, fields);
    assert.equal(receipt.outcome.refusal, 'none', `${kind} by ${client.name}: ${JSON.stringify(receipt.outcome)}`);
    return receipt;
  }

  async file() {
    await this.applied(this.desk, 'request_verification', {text: '请网格长现场核实煤气瓶'}, {role: 'intake_clerk'});
    await this.applied(this.leader, 'verify_result', {found: 'exists', text: '楼道里确有一个煤气瓶', fix: {point: kPoint, accuracy_m: 10}});
    await this.applied(this.desk, 'file_case', {nature: 'hazard', category: {scheme: 'gezhi', version: '1', code: 'H1'},
                                                duplicates_shown: true, text: '立案'}, {role: 'intake_clerk'});
  }

  async dispatch() {
    this.task = uuid7();
    const order = {id: this.task, kind: 'onsite', unit: kUnit, lead: true, order: '到现场处置煤气瓶并拍照'};
    await this.applied(this.desk, 'dispatch_case', {tasks: [order]}, {role: 'dispatcher'});
  }

  async handle() {
    const {task} = this;
    await this.applied(this.worker, 'sign_task', {task});
    await this.applied(this.worker, 'depart_task', {task});
    await this.applied(this.worker, 'arrive_task', {task, point: kPoint, accuracy_m: 10});
    await this.applied(this.worker, 'start_task', {task});
    await this.applied(this.worker, 'submit_task', {task, result: 'resolved_on_scene', text: '煤气瓶已由送气工取走，现场已清理干净'});
  }

  async close() {
    await this.applied(this.leader, 'visit_result', {confirmed: true, satisfaction: 'satisfied', text: '回访时楼道里已经没有煤气瓶',
                                                     fix: {point: kPoint, accuracy_m: 10}});
    await this.applied(this.desk, 'close_case', {text: '煤气瓶已取走，回访属实'}, {role: 'intake_clerk'});
  }
}

/** A PNG of one point whose grey is `shade`: as many different photos as there are shades. */
export function photoOf(shade) {
  return pngOf(1, Buffer.from([0, shade]));
}

/** A square grey PNG; `rows`: each its filter and its points. */
export function pngOf(side, rows) {
  const chunk = (name, body) => {
    const named = Buffer.concat([Buffer.from(name), body]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 8;
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)),
                        chunk('IEND', Buffer.alloc(0))]);
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
