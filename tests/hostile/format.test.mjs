// core/sync/FORMAT.md is enough: what a stranger wrote from it (wire.mjs, verifier.mjs) reads a journal, and finds what
// somebody changed in it, with street and number.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, suite, test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {decodeStruct, encodeStruct, kindName, sha256} from './wire.mjs';
import {changed, flipped, journalWithErasedCase, readEntries, rechained, replaced, spliced, swappedAt, writeEntries} from './plant.mjs';
import {kStreet, Matter, Street} from './street.mjs';
import {readHead, sentence, verifyJournal} from './verifier.mjs';

/** The first fault's number and words in `entries`. */
function faultIn(entries, options = {}) {
  const {street, fault} = verifyJournal(writeEntries(entries), {street: kStreet, ...options});
  assert.equal(street, kStreet);
  return fault;
}

function assertFault(entries, number, what, options) {
  const fault = faultIn(entries, options);
  assert.ok(fault, `nothing was found; wanted at ${number}: ${what}`);
  assert.match(fault.what, what);
  assert.equal(fault.number, number);
}

suite('hostile/format: what was changed in a journal is found', () => {
  const entries = journalWithErasedCase(kStreet);
  const head = {number: entries.length, hash: decodeStruct('Entry', entries.at(-1)).hash};
  const emptied = 3;
  const kBroken = /does not go on/;

  test('an untouched journal has no fault, and a line for people', () => {
    const found = verifyJournal(writeEntries(entries), {street: kStreet, head});
    assert.equal(found.fault, null);
    assert.deepEqual([found.count, found.emptied, found.breaks], [7, 2, []]);
    assert.match(sentence(found), /^330105003: 7 entries, 2 emptied, head 330105003:7:[0-9a-f]{64}$/);
  });

  // What is left of an emptied operation is vouched for by the record of its erasing alone, which is entry 6.
  test('a flipped bit in any entry, at every fourth byte of it, is a fault at that entry', () => {
    for (let number = 1; number <= entries.length; number++) {
      for (let at = number % 4; at < entries[number - 1].length; at += 4) {
        const fault = faultIn(replaced(entries, number - 1, flipped(entries[number - 1], at)), {head});
        const known = fault?.number === number || (/^records/.test(fault?.what) && fault.number === 6);
        assert.ok(known, `byte ${at} of entry ${number}: ${fault?.number} ${fault?.what}`);
      }
    }
  });

  test('a flipped byte of an operation', () => {
    const inText = changed(entries, 2, (entry) => entry.set('op', flipped(entry.get('op'), entry.get('op').length - 30)));
    assertFault(inText, 2, kBroken);
    assertFault(rechained(inText), 2, /signature/);
  });

  test('a flipped byte of what an emptied entry was', () => {
    const other = changed(entries, emptied, (entry) => entry.set('was', flipped(entry.get('was'), 7)));
    assertFault(other, emptied, kBroken);
    assertFault(rechained(other), emptied, /signature/);
  });

  test('words put into an emptied entry, or one emptied that nobody recorded', () => {
    const filled = changed(entries, emptied, (entry) => {
      const op = decodeStruct('Op', entry.get('op'));
      entry.set('op', encodeStruct('Op', {...op, payload: Buffer.from('a0', 'hex')}));
    });
    assertFault(filled, 6, /other emptied entries/);
    const quiet = changed(entries, 5, (entry) => {
      const op = decodeStruct('Op', entry.get('op'));
      entry.set('was', sha256(entry.get('op')));
      entry.set('erased', true);
      entry.set('op', encodeStruct('Op', {...op, payload: Buffer.alloc(0), salt: Buffer.alloc(0)}));
    });
    assertFault(quiet, 5, /no erase_case records it/);
  });

  test('two entries swapped', () => {
    const swapped = swappedAt(entries, 4);
    assertFault(swapped, 4, /in the place of 4/);
    assertFault(rechained(swapped), 4, /in its device's chain/);
  });

  test('one entry dropped', () => {
    const dropped = spliced(entries, 4, 1);
    assertFault(dropped, 5, /in the place of 5/);
    assert.deepEqual(verifyJournal(writeEntries(rechained(dropped))).fault, {
      number: 6, what: 'says that it stands as follows in its device\'s chain, it does as gap'});
  });

  test('one entry inserted', () => {
    const doubled = spliced(entries, 2, 0, entries[1]);
    assertFault(doubled, 3, /in the place of 3/);
    assertFault(rechained(doubled), 3, /is in the journal already/);
    const forged = changed(entries, 2, (entry) => {
      const op = decodeStruct('Op', entry.get('op'));
      entry.set('op', encodeStruct('Op', {...op, id: 'ff'.repeat(16)}));
    })[1];
    assertFault(rechained(spliced(entries, 2, 0, forged)), 3, /signature/);
    const unsigned = changed([forged], 1, (entry) => ['signature', 'link'].forEach(entry.drop))[0];
    assertFault(rechained(spliced(entries, 2, 0, unsigned)), 3, /has an actor and no signature/);
  });

  test('the end cut off, also within an entry', () => {
    assertFault(entries.slice(0, -2), 6, /is missing: 7/, {head});
    const cut = writeEntries(entries).subarray(0, -9);
    assert.equal(verifyJournal(cut).fault.number, 7);
  });

  test('another journal than the one whose head was noted', () => {
    assertFault(journalWithErasedCase(kStreet), 7, /another hash/, {head});
  });

  test('a changed signature', () => {
    const other = changed(entries, 4, (entry) => {
      entry.set('signature', new Map(entry.get('signature')).set(3, flipped(entry.get('signature').get(3), 40)));
    });
    assertFault(other, 4, kBroken);
    assertFault(rechained(other), 4, /signature/);
  });

  test('a received_at that runs backwards', () => {
    const back = changed(entries, 5, (entry) => entry.set('received_at', entry.get('received_at') - 60000));
    assertFault(back, 5, /received before/);
    assertFault(rechained(back), 5, /received before/);
  });
});

suite('hostile/format: a journal of the real server, by its export alone', () => {
  let street;
  before(async () => (street = await Street.open()));
  after(() => street.remove());

  test('what people did from report to closure is read, signed by their devices, and whole', async () => {
    const matter = await Matter.report(street, {has_contact: true}, {contact: {name: '张三', phone: '13800000000'}});
    for (const step of ['file', 'dispatch', 'handle', 'close']) await matter[step]();
    await street.stop();
    street.assertWhole();
    const made = street.journal().filter(({op}) => op.subject === matter.subject && op.actor !== 0);
    assert.deepEqual(made.map(({op}) => kindName(op.kind)), [
      'report_case', 'request_verification', 'verify_result', 'file_case', 'dispatch_case', 'sign_task', 'depart_task',
      'arrive_task', 'start_task', 'submit_task', 'visit_result', 'close_case']);
    assert.ok(made.every(({entry}) => ['first', 'follows'].includes(entry.link)));
    assert.doesNotMatch(made.map(({bytes}) => bytes.toString('latin1')).join(), /13800000000/);
  });

  test('each change of it is found, with street and number', () => {
    const journal = street.journal();
    const entries = journal.map(({bytes}) => bytes);
    const number = journal.findLast(({op}) => kindName(op.kind) === 'submit_task').entry.seq;
    const head = {number: entries.length, hash: journal.at(-1).entry.hash};
    const say = (damaged) => assertFault(damaged, number, /./, {head});
    const planted = {
      'an op': changed(entries, number, (entry) => entry.set('op', flipped(entry.get('op'), entry.get('op').length - 40))),
      'a signature': changed(entries, number, (entry) => entry.set('signature', new Map(entry.get('signature')).set(3, Buffer.alloc(64, 1)))),
      'a time': changed(entries, number, (entry) => entry.set('received_at', entry.get('received_at') - 3600000)),
      'an outcome': changed(entries, number, (entry) => entry.set('outcome', new Map([[1, 7]]))),
    };
    for (const damaged of Object.values(planted)) say(damaged);
    say(rechained(planted['an op']));
    say(rechained(planted['a signature']));
    say(rechained(planted['a time']));
    say(swappedAt(entries, number));
    say(spliced(entries, number - 1, 1));
    say(spliced(entries, number - 1, 0, entries[number - 3]));
    say(entries.slice(0, number - 1));
  });
});

suite('hostile/format: the frozen journal', () => {
  const file = gunzipSync(readFileSync(new URL('../golden/journal.entries.gz', import.meta.url)));
  const noted = readHead(readFileSync(new URL('../golden/journal.head', import.meta.url), 'utf8').trim());

  test('ten thousand entries of seventeen people, some emptied, go through the head that was noted', () => {
    const found = verifyJournal(file, {street: noted.street, head: noted});
    assert.deepEqual([found.fault, found.count, found.unknown], [null, noted.number, []]);
    assert.ok(found.emptied > 50, `${found.emptied} are emptied`);
  });

  test('of its emptied entries a changed `was`, a changed rest and a missing one are found', () => {
    const entries = readEntries(file).slice(0, 3000);
    const number = entries.findIndex((bytes) => decodeStruct('Entry', bytes).erased) + 1;
    const inFrozen = (damaged) => verifyJournal(writeEntries(damaged), {street: noted.street}).fault;
    const was = changed(entries, number, (entry) => entry.set('was', flipped(entry.get('was'), 0)));
    assert.deepEqual(inFrozen(was), {number, what: 'does not go on from the entry before it: one of both was changed'});
    const rest = changed(entries, number, (entry) => {
      const op = decodeStruct('Op', entry.get('op'));
      entry.set('op', encodeStruct('Op', {...op, base: op.base + 1}));
    });
    assert.match(inFrozen(rest).what, /^records other emptied entries|no erase_case records it/);
    assert.equal(inFrozen(spliced(entries, number - 1, 1)).number, number);
  });
});
