// A backup that is put back, and a store that lost its end: devices give back what they were told is received, and
// everything that was acknowledged is there again.
import assert from 'node:assert/strict';
import {existsSync, rmSync, truncateSync, statSync} from 'node:fs';
import path from 'node:path';
import {after, before, suite, test} from 'node:test';
import {runGezhi} from '../web/server.mjs';
import {kPlace, Matter, Street} from './street.mjs';

const kDevices = ['volunteer1', 'volunteer2', 'clerk1'];

function report(client, text) {
  return client.report({nature: 'hazard', text, place: kPlace}, client.name === 'clerk1' ? {role: 'intake_clerk'} : {});
}

suite('hostile/restore: a backup is put back', () => {
  let street;
  let matter;
  before(async () => (street = await Street.open()));
  after(() => street.remove());

  test('what came after the backup comes back from the devices, its words and its author unchanged', async () => {
    const people = [];
    for (const name of kDevices) people.push(await street.person(name));
    for (const person of people) await report(person, '备份之前上报的：楼道堆了杂物');
    const copy = path.join(street.folder, 'backup');
    const backup = runGezhi('backup', copy, '--data', street.data);
    assert.equal(backup.status, 0, backup.stderr);
    matter = await Matter.report(street, {text: '备份之后上报的：楼道里有煤气瓶'});
    await matter.file();
    for (const person of people) for (let n = 0; n < 10; n++) await report(person, `备份之后上报的第${n}件：路灯不亮`);
    const epoch = (await street.health()).epoch;
    await street.server.kill();
    assert.equal(runGezhi('restore', copy, '--data', street.data).status, 0);
    await street.start();
    assert.notEqual((await street.health()).epoch, epoch);
    await street.everybodySyncs();
    assert.ok((await street.health()).healing.given_back >= 30);
  });

  test('the case goes on from where it was', async () => {
    await matter.dispatch();
    await matter.handle();
    await street.stop();
    assert.equal(runGezhi('verify', '--data', street.data).status, 0);
    street.assertAcknowledged({sameNumber: false});
  });

  test('nobody gives back in another\'s name', async () => {
    await street.start();
    const thief = await street.person('volunteer3');
    const [, {item}] = [...street.clients[0].given].at(-1);
    const {problems} = await thief.pushRaw([{...item, was: 5}]);
    assert.deepEqual(problems.map(({what}) => what), ['other_actor']);
    await street.stop();
  });
});

suite('hostile/restore: the store lost its end', () => {
  let street;
  before(async () => (street = await Street.open()));
  after(() => street.remove());

  test('the server finds out by itself, and devices give back', async () => {
    const person = await street.person('volunteer1');
    for (let n = 0; n < 5; n++) await report(person, `第${n}件：井盖松动`);
    await street.stop();
    await street.start();
    for (let n = 0; n < 20; n++) await report(person, `写进日志里的第${n}件：路灯不亮`);
    const epoch = (await street.health()).epoch;
    await street.server.kill();
    const log = path.join(street.data, 'gezhi.db-wal');
    assert.ok(existsSync(log) && statSync(log).size > 0, 'nothing lies in the log: the test cuts nothing');
    truncateSync(log, Math.floor(statSync(log).size / 2));
    rmSync(`${log}-shm`, {force: true});
    // What is left looks whole: nobody may be told that it is.
    const copy = path.join(street.folder, 'cut');
    for (const words of [['verify'], ['export', 'entries', '--out', copy], ['backup', copy]]) {
      const done = runGezhi(...words, '--data', street.data);
      assert.notEqual(done.status, 0, words.join(' '));
      assert.match(done.stderr, /that were acknowledged/);
    }
    assert.ok(!existsSync(copy) && !existsSync(`${copy}.part`));
    await street.start();
    assert.notEqual((await street.health()).epoch, epoch);
    await street.everybodySyncs();
    await street.stop();
    assert.equal(runGezhi('verify', '--data', street.data).status, 0);
    street.assertAcknowledged({sameNumber: false});
  });
});
