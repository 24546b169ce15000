// `gezhi import outbox` believes a file only as far as its authors' own devices signed it, whoever brings the file.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, suite, test} from 'node:test';
import {runGezhi} from '../web/server.mjs';
import {kPlace, kStreet, Street} from './street.mjs';
import {decodeStruct, encodeStruct, kNoDigest, newKey, uuid7} from './wire.mjs';

let street;
let volunteer;
let desk;
let subject;
before(async () => {
  street = await Street.open();
  volunteer = await street.person('volunteer1');
  desk = await street.person('desk1');
  ({subject} = await volunteer.report({nature: 'hazard', text: '楼道里有一个煤气瓶，没有人看着', place: kPlace}));
  await desk.pull();
  await street.stop();
});
after(() => street.remove());

function note(client, text, fields) {
  return client.make('add_note', subject, {text}, fields);
}

/** What `gezhi import outbox` says of a file of these items; what it did stands in the journal. */
function imported(items, version = 1) {
  return importedBytes(encodeStruct('OutboxFile', {version, items}));
}

function importedBytes(bytes) {
  const file = path.join(street.folder, 'gezhi-outbox.cbor');
  writeFileSync(file, bytes);
  return runGezhi('import', 'outbox', '--data', street.data, file);
}

function inJournal(made) {
  return street.journal().find(({op}) => op.id === made.id);
}

suite('hostile/outbox: a file is no word of honour', () => {
  test('what its author signed is taken in, once', () => {
    const made = note(volunteer, '离线时写的补充说明，由文件带来');
    for (let times = 0; times < 2; times++) assert.equal(imported([made.item]).status, 0);
    const {entry, op} = inJournal(made);
    assert.deepEqual([op.actor, entry.outcome.refusal, entry.link], [volunteer.actor, 'none', 'follows']);
  });

  test('in another\'s name, with changed bytes, without or under another key: not taken in', () => {
    const other = newKey();
    const honest = note(volunteer, '原来的话，没有人改过');
    const changedWords = Buffer.from(honest.op);
    changedWords[changedWords.length - 40] ^= 1;
    const byDesk = note(desk, '受理员自己签的话', {role: 'intake_clerk', unsigned: true});
    const forged = {
      'the desk\'s name, the volunteer\'s key and device': note(volunteer, '受理员说：不予立案', {actor: desk.actor, grant: desk.grant('intake_clerk')}),
      'the desk\'s name and device, the volunteer\'s key': note(volunteer, '受理员说：已经办结', {
        actor: desk.actor, device: desk.device, grant: desk.grant('intake_clerk')}),
      'a key that nobody enrolled': note(volunteer, '用一把没有登记的钥匙', {key: other}),
      'no signature': note(volunteer, '没有签名的话', {unsigned: true}),
      'another operation\'s signature': {...note(volunteer, '签名是别的话的'), item: {op: byDesk.op, sealed: byDesk.item.sealed, signature: honest.item.signature}, id: byDesk.id},
      'changed words': {id: honest.id, item: {...honest.item, op: changedWords}},
      'another place in the chain': {id: honest.id, item: {...honest.item, signature: {...honest.item.signature, prev: kNoDigest}}},
      'an algorithm that nobody knows': {id: honest.id, item: {...honest.item, signature: {...honest.item.signature, algorithm: 9}}},
      'a device that never signed in': note(volunteer, '一台没有登录过的手机', {device: uuid7()}),
      'nobody\'s name': note(volunteer, '没有作者的话', {actor: 0, grant: {role: 'system', shard: kStreet}}),
      'an account that does not exist': note(volunteer, '不存在的人说的话', {actor: 999999}),
    };
    const before = street.journal().length;
    const done = imported(Object.values(forged).map(({item}) => item));
    assert.match(done.stdout, /0 applied, 0 refused/);
    const journal = street.journal();
    assert.equal(journal.length, before);
    for (const [what, made] of Object.entries(forged)) assert.ok(!journal.some(({op}) => op.id === made.id), what);
  });

  test('a key brought in by the file itself opens nothing', () => {
    const mine = newKey();
    const enrolment = volunteer.make('enroll_key', '00'.repeat(16), {actor: desk.actor, device: desk.device, key: mine.public});
    const stolen = note(volunteer, '受理员说：可以结案了', {actor: desk.actor, device: desk.device, grant: desk.grant('intake_clerk'), key: mine});
    imported([enrolment.item, stolen.item]);
    assert.equal(inJournal(stolen), undefined);
    const kept = inJournal(enrolment);
    assert.ok(!kept || kept.entry.outcome.refusal !== 'none');
  });

  test('of a chain that was cut, what is left is signed and says that something is missing', () => {
    volunteer.chains.set(kStreet, 'ab'.repeat(32));
    const made = note(volunteer, '中间有几条没有带来');
    assert.equal(imported([made.item]).status, 0);
    assert.equal(inJournal(made).entry.link, 'gap');
  });

  test('a contact that is not the one that was sealed is not taken in', () => {
    const made = note(volunteer, '联系方式在这里', {contact: {name: '张三', phone: '13800000000'}});
    const sealed = encodeStruct('SealedFields', {...decodeStruct('SealedFields', made.item.sealed), phone: '13900000000'});
    imported([{...made.item, sealed}]);
    assert.equal(inJournal(made), undefined);
  });

  test('a file that is none ends with a sentence, and changes nothing', () => {
    const before = street.journal().length;
    const item = note(volunteer, '在坏文件里').item;
    const whole = encodeStruct('OutboxFile', {version: 1, items: [item]});
    for (const bytes of [Buffer.alloc(0), Buffer.from('nonsense'), Buffer.alloc(100000, 0x81), whole.subarray(0, -1),
                         Buffer.concat([whole, Buffer.from([0])]), encodeStruct('OutboxFile', {version: 2, items: [item]})]) {
      const done = importedBytes(bytes);
      assert.notEqual(done.status, 0);
      assert.match(done.stderr, /^gezhi: .+\n$/);
    }
    assert.equal(street.journal().length, before);
  });

  test('a time at which the account held nothing gives no authority, and the journal verifies', () => {
    const kDay = 86400000;
    const before = note(volunteer, '关闭以前做的', {claimed_at: Date.now()});
    assert.equal(runGezhi('user', 'disable', 'volunteer1', '--data', street.data).status, 0);
    const long = note(volunteer, '开户以前做的', {claimed_at: Date.now() - 4000 * kDay});
    const after = note(volunteer, '关闭以后做的', {claimed_at: Date.now() + 1000});
    assert.equal(imported([before.item, long.item, after.item]).status, 0);
    const refusal = (made) => inJournal(made).entry.outcome.refusal;
    assert.deepEqual([before, long, after].map(refusal), ['none', 'role_not_held', 'role_not_held']);
    assert.equal(runGezhi('verify', '--data', street.data).status, 0);
  });

  test('the journal is whole, and nothing in it is unsigned but what the street did', () => {
    street.assertWhole({gaps: true});
    const unsigned = street.journal().filter(({entry, op}) => op.actor !== 0 && entry.signature.algorithm === 0);
    assert.deepEqual(unsigned, []);
  });
});
