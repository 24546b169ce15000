// What many ask costs: answers stay answers, the process's memory and the journal stay within bounds that are ratios of
// what an honest street needs.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {readdirSync, readFileSync, statSync} from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import {after, before, suite, test} from 'node:test';
import {Client, codeOf} from './client.mjs';
import {kPassword, kPlace, kStreet, pngOf, Street} from './street.mjs';
import {encode, encodeStruct, format, newKey, toMap, uuid7} from './wire.mjs';

// RSS after the load by RSS after the warm-up: what a request leaves behind would show as more.
const kMemoryRatio = 1.5;
// Bytes the store grows by for a byte that was pushed (operation, signature, envelope, index, pages of the log).
const kStoreRatio = 6;
// API.md: of one account, replies that it has not read.
const kRepliesShare = 32 * 2 ** 20;
const kNumber = 2n ** 64n - 1n;

let street;
let volunteer;
before(async () => {
  street = await Street.open();
  volunteer = await street.person('volunteer1');
});
after(() => street.remove());

function memory() {
  return Number(readFileSync(`/proc/${street.server.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) * 1024;
}

function storeBytes() {
  return readdirSync(street.data).map((name) => statSync(path.join(street.data, name))).filter((stat) => stat.isFile())
      .reduce((sum, stat) => sum + stat.blocks * 512, 0);
}

/** A grey PNG of noise, somewhat below the largest photo. */
function largePhoto(side = 1700) {
  const rows = randomBytes(side * (side + 1));
  for (let row = 0; row < side; row++) rows[row * (side + 1)] = 0;  // no filter
  return pngOf(side, rows);
}

/** Asks for `path` and reads the head of the answer only: {status, head, socket}. */
function unread(client, path) {
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(street.server.port), '127.0.0.1');
    let head = '';
    socket.on('error', reject);
    socket.on('data', (bytes) => {
      head += bytes.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      socket.pause();
      socket.removeListener('error', reject);
      socket.on('error', () => {});  // it is cut off some time
      resolve({status: Number(head.slice(9, 12)), head: head.slice(0, head.indexOf('\r\n\r\n')), socket});
    });
    socket.write(`GET ${path} HTTP/1.1\r\nHost: here\r\nCookie: ${cookie}\r\n\r\n`);
  });
}

/** Requests that make the server plan much: all streets, cursors anywhere. */
async function costlyPulls(client, times) {
  const phases = ['none', 'street', 'open', 'closed', 'tail'];
  for (let i = 0; i < times; i++) {
    const cursors = Array.from({length: 64}, (_, n) => ({
      shard: kStreet + (n % 3 === 0 ? 0 : n), horizon: i % 5 === 0 ? kNumber : 600, phase: phases[(i + n) % 5], at: (i * 97 + n) % 600,
      case_at: n % 4, sent: i % 7}));
    const {status} = await client.post(encodeStruct('Request', client.request([], {cursors, bytes_max: i % 2 ? 1 : 2 ** 40})));
    assert.equal(status, 200);
  }
}

suite('hostile/growth: what many ask costs', () => {
  test('pulls from anywhere, with any cursor, leave nothing behind', async () => {
    const desk = await street.person('desk1');
    await costlyPulls(desk, 60);
    await costlyPulls(volunteer, 20);
    const warm = memory();
    await Promise.all([costlyPulls(desk, 200), costlyPulls(desk, 200), costlyPulls(volunteer, 100)]);
    const ratio = memory() / warm;
    console.log(`# memory after 500 pulls with 64 cursors each: ${ratio.toFixed(2)} of ${(warm / 2 ** 20).toFixed(0)} MB`);
    assert.ok(ratio < kMemoryRatio, `${ratio}`);
  });

  test('one street asked for again and again is answered once', async () => {
    const desk = await street.person('desk1');
    const cursors = Array.from({length: 64}, () => ({shard: kStreet}));
    const answer = await desk.pushRaw([], {cursors});
    assert.equal(answer.pages.length, 1);
  });

  test('a push of 500 twice: the store grows by a multiple of what is new, and by nothing the second time', async () => {
    const {subject} = await volunteer.report({nature: 'hazard', text: '楼道里的灯坏了，晚上看不见台阶', place: kPlace});
    const made = Array.from({length: 500}, (_, n) => volunteer.make('add_note', subject, {text: `第${n}次看过，灯还是没有修好`}));
    const pushed = made.reduce((sum, {item}) => sum + encode(toMap('PushItem', item)).length, 0);
    const before = storeBytes();
    await volunteer.pushRaw(made.map(({item}) => item));
    const grown = (storeBytes() - before) / pushed;
    const filled = storeBytes();
    for (let times = 0; times < 5; times++) await volunteer.pushRaw(made.map(({item}) => item));
    console.log(`# the store grew by ${grown.toFixed(1)} of ${pushed} bytes pushed; by ${storeBytes() - filled} for 5 repetitions`);
    assert.ok(grown < kStoreRatio, `${grown}`);
    assert.ok(storeBytes() - filled < pushed / 2);
  });

  test('keys end: the 21st of a day is enrolled nowhere, and the others go on', async () => {
    const heads = async () => (await street.health()).shards.reduce((sum, {seq}) => sum + seq, 0);
    const streets = (await street.health()).shards.length;
    const before = await heads();
    const stranger = await street.person('volunteer2');
    for (let n = 0; n < 60; n++) await stranger.pushRaw([], {device: uuid7(), key: newKey().public});
    const entries = (await heads()) - before;
    assert.ok(entries <= 20 * streets, `${entries} enrolments in ${streets} streets`);
    const late = new Client(street.server.url, 'volunteer2', kPassword);
    await late.signIn();
    const made = late.make('add_note', uuid7(), {text: '第二十一台手机'}, {shard: kStreet});
    assert.deepEqual((await late.pushRaw([made.item])).problems.map(({what}) => what), ['too_many_keys']);
    late.close();
    const known = await stranger.pushRaw([stranger.make('add_note', uuid7(), {text: '原来的手机'}).item]);
    assert.equal(known.problems.length + known.receipts.length, 1);
  });

  test('sign-ins beyond the limit are told so and when to come again; who is signed in goes on', async () => {
    const tries = Array.from({length: 90}, async (_, n) => {
      const client = new Client(street.server.url, n % 2 ? 'desk1' : `nobody${n}`, 'wrong');
      const answer = await client.askJson('/api/login', {name: client.name, password: 'wrong'});
      client.close();
      return answer;
    });
    const answers = await Promise.all(tries);
    for (const answer of answers) {
      assert.ok([401, 429, 503].includes(answer.status), String(answer.status));
      if (answer.status !== 401) assert.ok(Number(answer.headers['retry-after']) > 0);
    }
    assert.ok(answers.some(({body}) => codeOf(body) === 'too_many_attempts' || codeOf(body) === 'busy'));
    const note = await volunteer.pushRaw([volunteer.make('add_note', uuid7(), {text: '我早就登录了'}).item]);
    assert.equal(note.receipts.length, 1);
  });

  test('sessions and sign-outs leave no memory behind', async () => {
    const again = async (times) => {
      for (let n = 0; n < times; n++) {
        const client = new Client(street.server.url, 'volunteer3', kPassword, {device: volunteer.device});
        client.cookies = new Map(volunteer.cookies);
        await client.signIn();
        await client.askJson('/api/logout', {});
        client.close();
      }
    };
    await again(3);
    const warm = memory();
    await again(12);
    assert.ok(memory() / warm < kMemoryRatio);
  });

  test('nobody waits who waits for nothing: 300 connections that say nothing, and the others go on', async () => {
    const quiet = Array.from({length: 300}, () => new Promise((resolve) => {
      const socket = net.connect(Number(street.server.port), '127.0.0.1', () => resolve(socket));
      socket.on('error', () => resolve(socket));
    }));
    const sockets = await Promise.all(quiet);
    await volunteer.pull();
    assert.equal((await street.health()).status, 'ok');
    for (const socket of sockets) socket.destroy();
  });

  test('photos that nobody reads: so many bytes of an account, then later; others get theirs', async () => {
    const photo = largePhoto();
    const {subject, receipt} = await volunteer.report(
        {nature: 'hazard', text: '楼道里堆满了纸箱，挡住了消防通道', place: kPlace, photos: [volunteer.photo(photo)]});
    assert.equal(receipt.outcome.refusal, 'none', subject);
    assert.equal((await volunteer.upload(photo)).status, 200);
    const {digest} = volunteer.photo(photo);
    const desk = await street.person('desk1');
    const warm = memory();
    const slow = await Promise.all(Array.from({length: 100}, () => unread(volunteer, `/api/blob/${digest}`)));
    const grown = memory() - warm;
    console.log(`# memory for 100 photos of ${(photo.length / 2 ** 20).toFixed(1)} MB that are not read: ${(grown / 2 ** 20).toFixed(0)} MB`);
    assert.ok(grown < 3 * kRepliesShare, `${grown}`);
    const statuses = slow.map(({status}) => status);
    assert.ok(statuses.includes(200) && statuses.includes(503), String(statuses));
    assert.ok(statuses.filter((status) => status === 200).length * photo.length <= kRepliesShare);
    for (const {status, head} of slow) if (status === 503) assert.match(head, /\r\nretry-after: [1-9]/i);
    assert.ok((await desk.download(digest)).body.equals(photo));
    await volunteer.pull();
    for (const {socket} of slow) socket.destroy();
  });

  test('the journal is whole, and a new device comes to the end', async () => {
    await volunteer.pull();
    assert.equal(format.limits.get('streets in one request'), 64);
    await street.stop();
    street.assertWhole({gaps: true});
  });
});
