// kill -9 under load, again and again: whatever was acknowledged, by a list outside of the server, is there afterwards.
import assert from 'node:assert/strict';
import {after, before, suite, test} from 'node:test';
import {sleep} from '../web/server.mjs';
import {kPlace, Street} from './street.mjs';
import {uuid7} from './wire.mjs';

const kKills = 6;
const kNames = ['volunteer1', 'volunteer2', 'volunteer3', 'clerk1'];

let street;
before(async () => (street = await Street.open()));
after(() => street.remove());

/** Reports as fast as it is answered, until the server is gone; what had no answer stays in the outbox. */
async function load(client, fields) {
  for (;;) {
    const made = client.make('report_case', uuid7(),
                             {nature: 'hazard', text: '楼道里的灯坏了，晚上看不见台阶', place: kPlace, danger_answered: true}, fields);
    client.outbox.push(made);
    try {
      await client.sync();
    } catch {
      return;
    }
  }
}

suite('hostile/kills: kill -9 under load', () => {
  test(`${kKills} times: all that was acknowledged is there, once, and what was not comes in again`, async () => {
    const people = [];
    for (const name of kNames) people.push(await street.person(name));
    for (let kill = 1; kill <= kKills; kill++) {
      const loads = people.map((person) => load(person, person.name === 'clerk1' ? {role: 'intake_clerk'} : {}));
      await sleep(150 * kill);
      await street.server.kill();
      await Promise.all(loads);
      street.assertAcknowledged();
      await street.start();
    }
    const waiting = people.reduce((sum, person) => sum + person.outbox.length, 0);
    for (const person of people) await person.pull();
    const given = people.reduce((sum, person) => sum + person.given.size, 0);
    console.log(`# ${given} acknowledged, ${waiting} of them only after the last kill`);
    assert.ok(given > kKills * kNames.length);
    await street.stop();
    street.assertWhole();
  });
});
