// Who may not act on a case cannot fill it either: thousands of refused operations take no room from what its own
// people do, travel to nobody who has not made them, and the case still closes.
import assert from 'node:assert/strict';
import {after, before, suite, test} from 'node:test';
import {Matter, Street} from './street.mjs';
import {uuid7} from './wire.mjs';

const kPushes = 3;
const kEach = 500;

let street;
before(async () => (street = await Street.open({people: 'leader2'})));
after(() => street.remove());

/** Thousands of operations on one case by `client`; gives the refusals that came back, each once. */
async function flood(client, matter, make) {
  const refusals = new Set();
  for (let push = 0; push < kPushes; push++) {
    const items = Array.from({length: kEach}, (_, at) => make(push * kEach + at).item);
    const {receipts, problems} = await client.pushRaw(items);
    assert.deepEqual([receipts.length, problems.length], [kEach, 0]);
    for (const {outcome} of receipts) refusals.add(outcome.refusal);
  }
  return [...refusals];
}

suite('hostile/freeze: what was refused takes no room', () => {
  let matter;
  before(async () => {
    matter = await Matter.report(street);
    await matter.file();
  });

  test('thousands by a stranger, who hears that there is no such case', async () => {
    const stranger = await street.person('volunteer2');
    const said = (n) => stranger.make('add_note', matter.subject, {text: `陌生人的第${n}条说明，写了很多没有用的话`});
    assert.deepEqual(await flood(stranger, matter, said), ['case_unknown']);
  });

  test('thousands by the reporter, who sees it and may not close it', async () => {
    const {reporter} = matter;
    const said = (n) => reporter.make('close_case', matter.subject, {text: `我说结案就结案，第${n}次`});
    assert.deepEqual(await flood(reporter, matter, said), ['role_not_allowed']);
  });

  test('thousands by a unit that was not ordered: another grid\'s leader', async () => {
    const leader = await street.person('leader2');
    const said = (n) => leader.make('sign_task', matter.subject, {task: uuid7()});
    assert.deepEqual(await flood(leader, matter, said), ['case_unknown']);
  });

  test('a new device gets of them what it made itself, and the case\'s own entries, in few exchanges', async () => {
    const desk = await street.person('desk1');
    const history = desk.cases.get(matter.subject);
    const applied = history.filter(({entry}) => entry.outcome.refusal === 'none');
    assert.ok(applied.length >= 4);
    const strangers = history.filter(({entry}) => entry.outcome.refusal === 'case_unknown');
    assert.deepEqual(strangers, []);
    const bytes = history.reduce((sum, one) => sum + one.bytes.length, 0);
    console.log(`# of the case: ${history.length} entries, ${bytes} bytes, of them applied ${applied.length}`);
  });

  test('its own people go on, and it closes', async () => {
    await matter.applied(matter.reporter, 'add_note', {text: '煤气瓶还在楼道里，请尽快处理'});
    await matter.dispatch();
    await matter.handle();
    await matter.close();
    await street.assertServes();
  });

  test('all of it stands in the journal, which is whole', async () => {
    await street.stop();
    const refused = street.journal().filter(({entry}) => entry.outcome.refusal !== 'none');
    assert.equal(refused.length, 3 * kPushes * kEach);
    street.assertWhole({gaps: true});
  });
});
