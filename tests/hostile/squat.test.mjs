// Ids that are taken, ids that look like the street's own, ids of another street: who takes one gets a problem, never a
// receipt for what is not in the journal, and keeps nobody from his own.
import assert from 'node:assert/strict';
import {after, before, suite, test} from 'node:test';
import {kOther, kPlace, kStreet, Matter, Street} from './street.mjs';
import {kindName, uuid7} from './wire.mjs';

let street;
let volunteer;
let neighbour;
before(async () => {
  street = await Street.open({people: 'desk_elsewhere admin'});
  volunteer = await street.person('volunteer1');
  neighbour = await street.person('volunteer2');
});
after(() => street.remove());

/** One pushed operation: its problem, or its receipt. */
async function answerTo(client, made) {
  const {receipts, problems} = await client.pushRaw([made.item]);
  assert.equal(receipts.length + problems.length, 1);
  return {problem: problems[0]?.what, receipt: receipts[0]};
}

function report(client, subject, text, {place = kPlace, ...fields} = {}) {
  return client.make('report_case', subject, {nature: 'hazard', text, place, danger_answered: true}, fields);
}

suite('hostile/squat: an id belongs to whom it was given first', () => {
  test('the same bytes again get the same receipt, other bytes a problem', async () => {
    const made = report(volunteer, uuid7(), '楼道里的灯坏了，晚上看不见台阶');
    const {receipt} = await answerTo(volunteer, made);
    assert.deepEqual((await answerTo(volunteer, made)).receipt, receipt);
    const other = report(volunteer, uuid7(), '完全是另外一件事情，发生在别的地方', {id: made.id});
    assert.deepEqual(await answerTo(volunteer, other), {problem: 'id_taken', receipt: undefined});
    const stranger = report(neighbour, uuid7(), '我先想到了这个编号', {id: made.id});
    assert.deepEqual(await answerTo(neighbour, stranger), {problem: 'id_taken', receipt: undefined});
  });

  test('twice in one push: one receipt, one problem', async () => {
    const first = report(volunteer, uuid7(), '井盖松动，走路的时候会翻起来');
    const second = report(volunteer, uuid7(), '这是第二次用同一个编号', {id: first.id});
    const {receipts, problems} = await volunteer.pushRaw([first.item, second.item]);
    assert.deepEqual([receipts.length, problems.length, problems[0].index], [1, 1, 1]);
  });

  test('the same bytes from another account are nobody else\'s receipt', async () => {
    const made = report(volunteer, uuid7(), '小区门口的路灯不亮了');
    const {receipt} = await answerTo(volunteer, made);
    assert.ok(receipt);
    assert.deepEqual(await answerTo(neighbour, made), {problem: 'other_actor', receipt: undefined});
  });

  test('the street\'s own ids are taken: of what it did, and of its keys', async () => {
    await volunteer.pull();
    const all = [...volunteer.street.get(kStreet), ...[...volunteer.cases.values()].flat()];
    const own = all.filter(({op}) => op.actor === 0 && op.shard === kStreet).map(({op}) => op.id);
    assert.ok(own.length > 3);
    for (const id of own) {
      const made = report(volunteer, uuid7(), '用了街道自己的编号', {id});
      assert.deepEqual(await answerTo(volunteer, made), {problem: 'id_taken', receipt: undefined});
    }
  });

  test('whoever reports under the id of a known case gets no case, and changes none', async () => {
    const matter = await Matter.report(street);
    const before = (await seenBy('desk1', matter.subject)).length;
    const {receipt} = await answerTo(neighbour, report(neighbour, matter.subject, '我把别人的案件占了'));
    assert.equal(receipt.outcome.refusal, 'case_exists');
    const after = await seenBy('desk1', matter.subject);
    assert.equal(after.filter(({entry}) => entry.outcome.refusal === 'none').length, before);
    await matter.file();
  });

  async function seenBy(name, subject) {
    const client = await street.person(name);
    return client.cases.get(subject).filter(({op}) => kindName(op.kind) !== 'place_case');
  }
});

suite('hostile/squat: what has the id of one street has no power in another', () => {
  test('a case and an operation of the same ids live side by side, each seen by its own street', async () => {
    const subject = uuid7();
    const here = report(volunteer, subject, '这里的案件：楼道堆了杂物');
    const nodes = volunteer.streetSays(kOther, 'set_grids').flatMap((said) => said.nodes);
    const grid = nodes.findLast(({layer}) => layer === 'governance').id;
    const there = report(volunteer, subject, '那里的案件：金丝雀另街', {id: here.id, shard: kOther, place: {...kPlace, grid}});
    const {receipts} = await volunteer.pushRaw([here.item, there.item]);
    assert.deepEqual(receipts.map(({shard, outcome}) => [shard, outcome.refusal]), [[kStreet, 'none'], [kOther, 'none']]);
    const desk = await street.person('desk1');
    assert.deepEqual(desk.cases.get(subject).map(({op}) => op.shard).filter((shard) => shard !== kStreet), []);
    const elsewhere = await street.person('desk_elsewhere');
    elsewhere.shard = kOther;
    assert.deepEqual(elsewhere.cases.get(subject).map(({op}) => op.shard).filter((shard) => shard !== kOther), []);
    const note = await elsewhere.act('add_note', subject, {text: '别的街道受理员的说明'}, {shard: kStreet});
    assert.equal(note.outcome.refusal, 'role_not_held');
  });

  test('a role of one street is none in another, also when it is claimed word for word', async () => {
    const desk = await street.person('desk1');
    const {subject} = await volunteer.report({nature: 'hazard', text: '河边的栏杆断了一截', place: kPlace});
    const claims = [{shard: kOther}, {grant: {...desk.grant('intake_clerk'), shard: kOther}, shard: kOther},
                    {grant: {role: 'system'}, shard: kStreet}, {grant: {role: 'admin', shard: kStreet}},
                    {grant: {role: 'duty_supervisor', unit: 1001, grid: kStreet, shard: kStreet}}, {grant: {}, shard: kStreet}];
    for (const claim of claims) {
      const made = desk.make('reject_case', subject, {reason: '不属于本街道的事情，不予立案'}, {role: 'intake_clerk', ...claim});
      const {receipt} = await answerTo(desk, made);
      assert.ok(['role_not_held', 'case_unknown', 'role_not_allowed'].includes(receipt.outcome.refusal), receipt.outcome.refusal);
    }
  });

  test('operations that only the street makes are not taken from people', async () => {
    const desk = await street.person('desk1');
    const admin = await street.person('admin');
    const {subject} = await volunteer.report({nature: 'hazard', text: '路边的树枝快要断了', place: kPlace});
    const own = [['enroll_key', {actor: desk.actor, device: desk.device, key: desk.key.public}], ['erase_case', {entries: 1, left: '11'.repeat(32)}],
                 ['draw_sample', {ticket: '11'.repeat(32)}], ['carry_clock', {by_ms: 3600000}], ['recur_case', {again: uuid7()}],
                 ['tell_merged', {state: 'closed', number: '1', outcome: '已经办结'}], ['tell_progress', {state: 'closed'}]];
    for (const [kind, payload] of own) {
      for (const client of [desk, admin]) {
        const {receipt} = await answerTo(client, client.make(kind, subject, payload, {shard: kStreet}));
        assert.notEqual(receipt.outcome.refusal, 'none', `${kind} by ${client.name}`);
      }
    }
  });

  test('the end: all that was acknowledged is there, and nothing else has a receipt', async () => {
    await street.assertServes();
    await street.stop();
    street.assertWhole({gaps: true, forks: true});
  });
});
