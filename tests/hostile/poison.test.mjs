// What no honest device sends: bytes outside the subset, values at and beyond every bound, kinds that nobody knows.
// Each is refused or becomes a problem or a refused entry; the server never fails by it, and nobody else is held up.
import assert from 'node:assert/strict';
import {after, before, suite, test} from 'node:test';
import {codeOf} from './client.mjs';
import {kPlace, kStreet, Matter, Street} from './street.mjs';
import {encode, encodeStruct, format, raw, toMap, uuid7} from './wire.mjs';

const kInt64Min = -(2n ** 63n);
const kInt64Max = 2n ** 63n - 1n;
const kUint64Max = 2n ** 64n - 1n;
const hex = (text) => Buffer.from(text, 'hex');

let street;
let phone;
before(async () => {
  street = await Street.open({people: 'auditor1 coordinator1'});
  phone = await street.person('volunteer2');
});
after(() => street.remove());

/** The request of an honest device as a map, changed. */
function request(change) {
  const map = toMap('Request', phone.request());
  change(map);
  return encode(map);
}

const member = (struct, name) => format.structs.get(struct).find((one) => one.name === name).key;

suite('hostile/poison: a request that is none', () => {
  const nested = (levels) => Buffer.concat([Buffer.alloc(levels, 0x81), hex('00')]);
  const after20 = (value) => request((map) => map.set(20, raw(value)));
  const bodies = {
    'nothing': () => Buffer.alloc(0),
    'a break': () => hex('ff'),
    'an array of 100,000 levels': () => nested(100000),
    'maps of 100,000 levels': () => Buffer.concat([...Array(100000).fill(hex('a101')), hex('00')]),
    'an array that says it has 2^64 elements': () => hex('9bffffffffffffffff'),
    'a text that says it has 2^63 bytes': () => hex('7b7fffffffffffffff'),
    'an unknown member nested too deep': () => after20(nested(40)),
    'an unknown member longer than 64 KB': () => after20(encode(Buffer.alloc(70000))),
    'an unknown member that is a float': () => after20(hex('fb3ff0000000000000')),
    'an unknown member that is null': () => after20(hex('f6')),
    'an unknown member with a tag': () => after20(hex('c101')),
    'an unknown member of indefinite length': () => after20(hex('9f01ff')),
    'a map of texts in an unknown member': () => after20(hex('a1616101')),
    'a number that is not in its shortest form': () => request((map) => map.set(2, raw(hex('1801')))),
    'a member twice': () => Buffer.concat([hex('a30101'), hex('0201'), hex('0202')]),
    'members in another order': () => hex('a202010101'),
    'key 0': () => hex('a200010101'),
    'a negative key': () => hex('a220010101'),
    'a text that is no UTF-8': () => request((map) => map.set(4, raw(hex('62c328')))),
    'an empty text that is written': () => request((map) => map.set(4, '')),
    'an epoch of 41 bytes': () => request((map) => map.set(4, 'e'.repeat(41))),
    'a device of 15 bytes': () => request((map) => map.set(3, Buffer.alloc(15, 1))),
    '501 operations': () => request((map) => map.set(6, Array(501).fill(toMap('PushItem', {op: hex('00')})))),
    '65 cursors': () => request((map) => map.set(7, Array(65).fill(toMap('ShardCursor', {shard: kStreet})))),
    'a mark of 4097 bytes': () => request((map) => map.set(9, Buffer.alloc(4097, 1))),
    'a moment before all times': () => request((map) => map.set(10, kInt64Min)),
    'a moment after all times': () => request((map) => map.set(10, kInt64Max)),
    'a number of more than 64 bits': () => request((map) => map.set(2, raw(hex('c249010000000000000000')))),
    'bytes after the request': () => Buffer.concat([request(() => {}), hex('00')]),
    'no protocol': () => request((map) => map.delete(1)),
    'an operation of more than 256 KB': () => request((map) => map.set(6, [toMap('PushItem', {op: Buffer.alloc(262145)})])),
    'a request of 3 MB': () => Buffer.alloc(3 << 20, 0x41),
  };

  for (const [what, bytes] of Object.entries(bodies)) {
    test(`${what} gets 400 and a code`, async () => {
      const answer = await phone.post(bytes());
      assert.equal(answer.status, 400, answer.body.toString());
      assert.match(codeOf(answer.body), /^bad_(cbor|request)$/);
    });
  }

  test('a request that was cut off anywhere gets 400', async () => {
    const whole = request(() => {});
    for (let length = 0; length < whole.length; length += 5) {
      assert.equal((await phone.post(whole.subarray(0, length))).status, 400, `cut off at ${length}`);
    }
  });

  test('a request with changed bytes is answered or refused, never more', async () => {
    const made = phone.make('add_note', uuid7(), {text: '一个普通的补充说明'});
    const whole = encodeStruct('Request', phone.request([made.item]));
    for (let seed = 1; seed <= 150; seed++) {
      const damaged = Buffer.from(whole);
      for (let at = (seed * 7919) % 97; at < damaged.length; at += 97) damaged[at] ^= 1 << (seed % 8);
      const {status} = await phone.post(damaged);
      assert.ok(status === 200 || status === 400, `seed ${seed}: ${status}`);
    }
  });

  test('the largest numbers in a request that fits are answered', async () => {
    const cursor = {shard: kStreet, horizon: kUint64Max, phase: 'open', at: kUint64Max, case_at: kUint64Max, sent: kUint64Max};
    const answer = await phone.pushRaw([], {number: kUint64Max, bytes_max: kUint64Max, cursors: [cursor]});
    assert.deepEqual([answer.number, answer.reset], [kUint64Max, true]);
  });

  test('the server serves, and the others come to the end of their pages', async () => {
    await street.assertServes();
    await street.assertPullsEnd('desk1', 'worker1', 'auditor1');
  });
});

suite('hostile/poison: an operation that is none, or more than any', () => {
  let matter;
  before(async () => {
    matter = await Matter.report(street);
    await matter.file();
    await matter.dispatch();
    await matter.applied(matter.worker, 'sign_task', {task: matter.task});
  });

  /** Pushes one operation by the worker whose task it is, and gives [problem, refusal] of its answer. */
  async function pushed(kind, payload, fields = {}) {
    const {worker} = matter;
    const made = worker.make(kind, fields.subject ?? matter.subject, payload, fields);
    const {receipts, problems} = await worker.pushRaw([made.item]);
    assert.equal(receipts.length + problems.length, 1, `${kind} got no answer, or two`);
    return [problems[0]?.what, receipts[0]?.outcome.refusal];
  }

  test('bytes that are no operation are unreadable', async () => {
    const {worker} = matter;
    const note = {text: '补充说明：现场已经看过'};
    const honest = worker.make('add_note', matter.subject, note);
    const bytes = [hex('00'), hex('a0'), hex('ff'), Buffer.alloc(262144, 0x81), honest.op.subarray(1), honest.op.subarray(0, -1),
                   Buffer.concat([honest.op, hex('00')])];
    const items = bytes.map((op) => worker.signed('', kStreet, op).item);
    const {receipts, problems} = await worker.pushRaw(items);
    assert.deepEqual([receipts, problems.map(({what}) => what)], [[], Array(bytes.length).fill('unreadable')]);
  });

  test('an envelope beyond its bounds is unreadable', async () => {
    const note = {text: '补充说明：现场已经看过'};
    const beyond = [{claimed_at: kInt64Min}, {claimed_at: kInt64Max}, {clock_offset_ms: kInt64Min}, {clock_offset_ms: kInt64Max},
                    {device_seq: 0}, {salt: Buffer.alloc(17, 1)}, {id: '00'.repeat(16)}, {payload: Buffer.alloc(261121)}];
    for (const fields of beyond) {
      assert.deepEqual(await pushed('add_note', note, fields), ['unreadable', undefined], JSON.stringify(Object.keys(fields)));
    }
  });

  test('an envelope at its bounds is an operation, and moves no time', async () => {
    const note = {text: '补充说明：现场已经看过'};
    for (const fields of [{claimed_at: 253402271999999}, {claimed_at: -62135625600000}, {device_seq: kUint64Max}, {base: 2 ** 32 - 1},
                          {clock_offset_ms: 253402271999999}, {clock_offset_ms: -253402271999999}]) {
      const [problem, refusal] = await pushed('add_note', note, fields);
      assert.deepEqual([problem, typeof refusal], [undefined, 'string'], JSON.stringify(fields, (_, v) => String(v)));
    }
  });

  test('kinds that nobody knows, and payloads that fit none, stand there as not understood', async () => {
    for (const kind of [0, 93, 9999, 2 ** 32 - 1]) {
      assert.deepEqual(await pushed(kind, Buffer.alloc(261120, 0x81)), [undefined, 'not_understood'], `kind ${kind}`);
    }
    for (const kind of format.kinds.keys()) {
      for (const payload of [hex('ff'), Buffer.alloc(2000, 0x81), hex('a118ff1bffffffffffffffff00')]) {
        const [problem, refusal] = await pushed(kind, payload);
        assert.deepEqual([problem, refusal], [undefined, 'not_understood'], kind);
      }
    }
  });

  test('a list or text over its limit is not understood', async () => {
    const photo = {digest: '11'.repeat(32), kind: 'near', size: 1, width: 1, height: 1};
    const over = [['add_note', {text: '字'.repeat(1334)}], ['add_note', {text: '看过', photos: Array(13).fill(photo)}],
                  ['blow_whistle', {tasks: Array(17).fill({id: uuid7(), unit: 1})}], ['call_chain', {who: Array(21).fill('甲')}],
                  ['propose_notice', {items: Array(31).fill('一项')}], ['hold_consultation', {seats: Array(51).fill(1)}],
                  ['set_units', {units: Array(2001).fill({})}]];
    for (const [kind, payload] of over) assert.deepEqual(await pushed(kind, payload), [undefined, 'not_understood'], kind);
  });

  test('numbers and times at the ends of 64 bits change no case', async () => {
    const {task} = matter;
    const extremes = [
      ['count_thing', {thing: 2 ** 32 - 1, what: '煤气瓶', measure: 'bottle', least: kInt64Min, most: kInt64Max, counted: true}],
      ['count_thing', {what: '煤气瓶', measure: 'fen', least: kInt64Max, most: kInt64Max, counted: true}],
      ['dispose_thing', {thing: 2 ** 32 - 1, how: 'recovered', measure: 'bottle', amount: kInt64Min, to: '燃气公司'}],
      ['record_performance', {obligation: 2 ** 32 - 1, paid_fen: kInt64Min, text: '付了一部分'}],
      ['ask_suspend', {task, reason: '等待燃气公司上门处理', resume_at: 253402271999999}],
      ['ask_suspend', {task, reason: '等待燃气公司上门处理', resume_at: -62135625600000}],
      ['arrive_task', {task, point: [1800000000, 900000000], accuracy_m: 2 ** 32 - 1}],
      ['hold_session', {minutes: 2 ** 32 - 1, attended: 2 ** 32 - 1, text: '开了一次会'}],
    ];
    for (const [kind, payload] of extremes) {
      const [problem, refusal] = await pushed(kind, payload);
      assert.equal(problem, undefined, kind);
      assert.ok(refusal !== 'none' || kind === 'arrive_task', `${kind} was applied`);
    }
    for (const point of [[1800000001, 0], [0, -900000001], [kInt64Max, kInt64Min]]) {
      assert.deepEqual(await pushed('arrive_task', encode(new Map([[1, hex(task)], [2, point]]))), [undefined, 'not_understood']);
    }
    const outside = encode(new Map([[1, hex(task)], [2, '等待'], [3, kInt64Max]]));
    assert.deepEqual(await pushed('ask_suspend', outside), [undefined, 'not_understood']);
  });

  test('words that break out of a log, a page or a terminal are words', async () => {
    const text = '说明：\u0000\u001b[2J\r\n"}]<script>alert(1)</script>\u202e\ufeff';
    const [problem, refusal] = await pushed('add_note', {text});
    assert.deepEqual([problem, typeof refusal], [undefined, 'string']);
    assert.doesNotMatch(street.server.log, /\u001b\[2J/);
  });

  test('the case goes on, every other device comes to its end, and the journal is whole', async () => {
    await matter.worker.pull();
    const {task} = matter;
    const arrived = matter.worker.cases.get(matter.subject).some(({op, entry}) => op.kind === format.kinds.get('arrive_task') && entry.outcome.refusal === 'none');
    if (!arrived) await matter.applied(matter.worker, 'arrive_task', {task, point: kPlace.point, accuracy_m: 10});
    await matter.applied(matter.worker, 'start_task', {task});
    await street.assertServes();
    await street.assertPullsEnd('volunteer1', 'desk1', 'leader1', 'worker1', 'auditor1', 'coordinator1');
    await street.stop();
    street.assertWhole({gaps: true});
  });
});
