// An id that two streets have: whoever knew it reported under it in another street. Who follows both sees both, each
// under its own address; a link by the id alone leads to what the server received first, and acting goes where one is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { kOther, kPlace, kStreet, Street } from '../hostile/street.mjs';
import { kindName, uuid7 } from '../hostile/wire.mjs';
import { byRole, closeBrowser, fill, key, press, screenshot, seeText, until } from './harness.mjs';
import { atDesktop, done, go, inSync, kWait } from './people.mjs';
import { deskDoes, deskDoesFromAll, openAll, pressUntil } from './steps.mjs';

const subject = uuid7();
const id = subject.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
let street;
before(async () => {
  street = await Street.open({ people: 'desk_of_both', web: true });
});
after(async () => {
  await closeBrowser();
  await street?.remove();
});

async function reported(name, text, shard, grid) {
  const client = await street.person(name);
  const nodes = client.streetSays(shard, 'set_grids').flatMap((said) => said.nodes);
  const place = { ...kPlace, grid: grid ?? nodes.findLast(({ layer }) => layer === 'governance').id };
  const made = client.make('report_case', subject, { nature: 'hazard', text, place, danger_answered: true }, { shard });
  const { receipts } = await client.pushRaw([made.item]);
  assert.deepEqual(receipts.map(({ shard: taken, outcome }) => [taken, outcome.refusal]), [[shard, 'none']]);
}

test('each of two cases of one id has its address, the older one the plain one, and acting goes where one is', { timeout: 200000 }, async () => {
  await reported('volunteer1', '河边护栏断了一截，有人险些落水', kStreet, kPlace.grid);
  await reported('volunteer2', '冒用编号写的另一件事，发生在别处', kOther);
  const desk = await atDesktop(street.server, 'desk_of_both');
  const { page } = desk;
  const main = page.getByRole('main');
  const shown = (words) => until(`it is about ${words}`, async () => (await main.innerText()).includes(words), kWait);

  // The other street stands first in every list of streets.
  await go(page, `/case/${id}`);
  await shown('河边护栏断了一截');
  assert.ok(!(await main.innerText()).includes('冒用编号'));
  await go(page, '/desk');
  await press(byRole(page, 'tab', /^全部 /).first());
  const rows = page.getByRole('region', { name: '全部', exact: true }).getByRole('button');
  await until('both are in the list', async () => (await rows.count()) === 2, kWait);
  await press(rows.filter({ hasText: '冒用编号' }).first());
  await until('the address names the street', () => page.url().endsWith(`/desk/${kOther}/${id}`), kWait);
  await press(rows.filter({ hasText: '河边护栏' }).first());
  await until('so does that of the other', () => page.url().endsWith(`/desk/${kStreet}/${id}`), kWait);
  await screenshot(page, 'same_id.desktop.zh');

  // What is begun under one does not stand under the other, and is still there when one comes back to it.
  const noteOf = async (of) => {
    const all = await openAll(page, of);
    const words = page.getByRole('dialog', { name: '补充说明', exact: true }).getByRole('textbox').first();
    await pressUntil('its form is open', all.getByRole('button', { name: '补充说明', exact: true }).first(), async () => (await words.count()) > 0);
    return words;
  };
  const note = '只在这条街道里补充的说明。';
  await fill(await noteOf(`${kOther}/${id}`), note);
  await key(page, 'Escape');
  assert.equal(await (await noteOf(`${kStreet}/${id}`)).inputValue(), '');
  await key(page, 'Escape');
  await deskDoesFromAll(page, `${kOther}/${id}`, '补充说明', async (dialog) => assert.equal(await dialog.getByRole('textbox').first().inputValue(), note));
  await deskDoes(page, id, '要求核实');
  await go(page, `/case/${kOther}/${id}`);
  await seeText(page, /只在这条街道里补充的说明/, kWait);
  await go(page, `/case/${kStreet}/${id}`);
  await until('the older one is being verified', async () => (await main.innerText()).includes('待核实'), kWait);
  assert.ok(!(await main.innerText()).includes('只在这条街道里'));
  await inSync(page);
  await done(desk);
  await street.stop();
  const acts = (shard) => street.journal(shard).filter(({ op }) => op.subject === subject && op.actor !== 0).map(({ op }) => kindName(op.kind));
  assert.deepEqual(acts(kOther), ['report_case', 'add_note']);
  assert.deepEqual(acts(kStreet), ['report_case', 'request_verification']);
});
