// A server that starts with its clock a year off destroys nothing, escalates nothing and says that it doubts its clock;
// what people push meanwhile carries no time of that year.
import assert from 'node:assert/strict';
import {after, before, suite, test} from 'node:test';
import {clockOff, kPlace, kStreet, Matter, Street} from './street.mjs';
import {kindName} from './wire.mjs';

const kYearMs = 365 * 24 * 3600 * 1000;
const kAhead = clockOff('+365d');
const kBehind = clockOff('-365d');
const kTold = new Set(['enroll_key', 'place_case']);  // what the street does without a clock

let street;
before(async () => (street = await Street.open()));
after(() => street.remove());

function madeByStreet(since) {
  return street.journal().filter(({entry, op}) => entry.seq > since && op.actor === 0).map(({op}) => kindName(op.kind)).filter((kind) => !kTold.has(kind));
}

suite('hostile/clock: a year off at the start', () => {
  let matter;
  let contact;
  before(async () => {
    matter = await Matter.report(street, {has_contact: true}, {contact: {name: '张三', phone: '13800000000'}});
    contact = await readContact();
    await street.stop();
  });

  async function readContact() {
    const clerk = await street.person('clerk1');
    const dashed = matter.subject.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
    const answer = await clerk.askJson('/api/sealed', {case: dashed, reason: '回电核实情况，了解煤气瓶的来源', ...clerk.grant()});
    return [answer.status, answer.body.toString()];
  }

  for (const [what, clock, sign] of [['ahead', kAhead, 1], ['behind', kBehind, -1]]) {
    test(`a year ${what}: doubted, and nothing is escalated or destroyed`, async () => {
      const before = street.journal().length;
      await street.start(clock);
      const health = await street.health();
      assert.deepEqual([health.status, health.clock], ['ok', 'doubted']);
      if (sign > 0) assert.ok(Math.abs(health.clock_ahead_ms - kYearMs) < kYearMs / 100, String(health.clock_ahead_ms));
      const volunteer = await street.person('volunteer2');
      const {receipt} = await volunteer.report({nature: 'hazard', text: `时钟差了一年的时候上报的（${what}）`, place: kPlace});
      assert.equal(receipt.outcome.refusal, 'none');
      assert.ok(Math.abs(receipt.received_at - Date.now()) < 24 * 3600 * 1000, new Date(receipt.received_at).toISOString());
      assert.deepEqual(await readContact(), contact);
      await street.stop();
      assert.deepEqual(madeByStreet(before), []);
    });
  }

  test('with the right time the doubt ends, all is there, and the case goes its way', async () => {
    await street.start();
    assert.equal((await street.health()).clock, undefined);
    for (const client of [matter.reporter, matter.desk, matter.leader, matter.worker]) await client.signIn();
    await matter.file();
    assert.deepEqual(await readContact(), contact);
    await street.assertServes();
    await street.stop();
    street.assertWhole();
    assert.ok(street.journal(kStreet).every(({entry}) => entry.received_at < Date.now() + 24 * 3600 * 1000));
  });
});
