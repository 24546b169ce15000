// Two people work on one case without knowing of each other: both writes are kept, both see base,
// mine and theirs, one press settles it; what the rules refuse is explained with what can be done instead.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, fill, press, screenshot, see, seeText, sleep, startServer, until } from './harness.mjs';
import { atDesktop, done, go, inSync, kWait, mapIsHere, onPhone, searchPlace } from './people.mjs';

let server;
before(async () => {
  server = await startServer({ presses: 'edit_field settle_conflict place_case' });
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

// The first case of a queue of the desk.
async function firstCase(page, queue) {
  await go(page, '/desk');
  await press(byRole(page, 'tab', queue).first());
  const row = page.getByRole('list').getByRole('button').first();
  await press(row);
  await until('the case is open', () => /\/desk\/./.test(page.url()), kWait);
  return page.url().split('/desk/')[1];
}

async function correct(page, id, text) {
  await go(page, `/act/${id}/edit_field`);
  await fill(byRole(page, 'textbox', '改为'), text);
  await press(byRole(page, 'button', '修改内容').last());
  await until('the form is taken', () => !page.url().includes('/act/'), kWait);
}

// The demo's own conflict stays in the desk's inbox: only what this test made must go.
const isGone = (page, text) => until(`${text} is gone`, async () => (await page.getByText(text).count()) === 0, kWait);

// What the tab of the settings says that waits.
const badge = async (page) => Number((await byRole(page, 'button', /^设置( \d+)?$/).first().textContent()).match(/\d+/)?.[0] ?? 0);

const open = [];
async function shots(work) {
  try {
    await work();
  } catch (error) {
    for (const [i, person] of open.entries()) await screenshot(person.page, `failed.conflicts.${i}`).catch(() => {});
    throw error;
  }
}

// rows: S1-27
test('two people correct one field offline and online: both see all three, one settles it', { timeout: 300000 }, () => shots(async () => {
  const clerk = await atDesktop(server, 'clerk1');
  const supervisor = await onPhone(server, 'supervisor1');
  open.push(clerk, supervisor);
  const id = await firstCase(clerk.page, /^待受理/);
  await see(supervisor.page, 'button', /^已同步$/, kWait);
  const before = await badge(clerk.page);
  await clerk.offline(true);
  await correct(clerk.page, id, '后厨有煤气瓶七个。');
  await correct(supervisor.page, id, '后厨有煤气瓶五个。');
  await inSync(supervisor.page);
  await clerk.offline(false);
  await seeText(clerk.page, /^(内容冲突待处理：.* · .*网格|有 \d+ 项新事项需要查看)$/, kWait);
  await inSync(clerk.page);
  await until('the tab counts it', async () => (await badge(clerk.page)) === before + 1, kWait);

  for (const person of [clerk, supervisor]) {
    await go(person.page, '/conflicts');
    await seeText(person.page, '后厨有煤气瓶七个。', kWait);
    await seeText(person.page, '后厨有煤气瓶五个。', kWait);
    await see(person.page, 'button', '采用我的', kWait);
  }
  await screenshot(clerk.page, 'conflicts.desktop.zh');
  await screenshot(supervisor.page, 'conflicts.phone.zh');
  // A third wording is written half, left, and is there again.
  const { page } = supervisor;
  const half = '后厨有煤气瓶六个，';
  const rewriting = page.getByRole('dialog', { name: '另行改写' }).getByRole('textbox');
  const rewrite = async () => {
    await press((await see(page, 'button', '另行改写', kWait)).first());
    await rewriting.waitFor({ state: 'attached', timeout: kWait });
  };
  await rewrite();
  await fill(rewriting, half);
  await page.keyboard.press('Escape');
  await until('it is closed', async () => (await rewriting.count()) === 0);
  await rewrite();
  assert.equal(await rewriting.inputValue(), half);
  await sleep(1500); // the store has it
  await page.reload();
  await rewrite();
  await until('a reload keeps it', async () => (await rewriting.inputValue()) === half, kWait);
  await screenshot(page, 'conflict_rewrite.phone.zh');
  await page.keyboard.press('Escape');
  await until('it is closed again', async () => (await rewriting.count()) === 0);
  // The demo may hold a conflict of the clerk's own: it is settled on the way.
  const theirs = byRole(clerk.page, 'button', '采用对方的');
  for (let left = await theirs.count(); left > 0; --left) {
    await press(theirs.first());
    await until('one is settled', async () => (await theirs.count()) < left, kWait);
  }
  await isGone(clerk.page, '后厨有煤气瓶七个。');
  await inSync(clerk.page);
  await isGone(supervisor.page, '后厨有煤气瓶七个。');
  await until('the tab counts it no more', async () => (await badge(clerk.page)) <= before, kWait);
  await go(clerk.page, `/case/${id}`);
  await seeText(clerk.page, '后厨有煤气瓶五个。', kWait);

  for (const person of open.splice(0)) await done(person);
}));

async function placeAt(page, id, words) {
  await go(page, `/act/${id}/place_case`);
  await searchPlace(page, words);
  await press(byRole(page, 'button', '核定地点').last());
  await until('the place is taken', () => !page.url().includes('/act/'), kWait);
}

test('two desks place one case at once: both see where it lay, where each put it; one settles it', { timeout: 300000 }, () => shots(async () => {
  const clerk = await atDesktop(server, 'clerk1');
  const supervisor = await atDesktop(server, 'supervisor1');
  open.push(clerk, supervisor);
  const id = await firstCase(clerk.page, /^待受理/);
  await see(supervisor.page, 'button', /^已同步$/, kWait);
  await mapIsHere(clerk.page); // a place is found without a network too
  await clerk.offline(true);
  await placeAt(clerk.page, id, '小河社区');
  await placeAt(supervisor.page, id, '余杭塘路社区');
  await inSync(supervisor.page);
  await clerk.offline(false);
  await inSync(clerk.page);
  for (const person of [clerk, supervisor]) {
    await go(person.page, '/conflicts');
    await see(person.page, 'heading', /^地点 · /, kWait);
    await see(person.page, 'button', '采用对方的', kWait);
    await see(person.page, 'button', '采用我的', kWait);
  }
  await screenshot(clerk.page, 'conflicts_place.desktop.zh');
  await press(byRole(clerk.page, 'button', '采用对方的').last());
  await until('it is settled', async () => (await clerk.page.getByRole('heading', { name: /^地点 · / }).count()) === 0, kWait);
  await inSync(clerk.page);
  await until('for both', async () => (await supervisor.page.getByRole('heading', { name: /^地点 · / }).count()) === 0, kWait);
  for (const person of open.splice(0)) await done(person);
}));

// The first reported case that waits for a verification to be asked for.
async function unverified(page) {
  await go(page, '/desk');
  await press(byRole(page, 'tab', /^待受理/).first());
  const rows = page.getByRole('list').getByRole('button');
  let id = '';
  for (let i = 0; i < (await rows.count()); ++i) {
    const before = id;
    const opened = () => page.url().split('/desk/')[1] ?? '';
    await press(rows.nth(i));
    await until('another case is open', () => opened() !== '' && opened() !== before, kWait);
    id = opened();
    await sleep(300); // until its buttons are there
    const ask = page.getByRole('main').getByRole('button', { name: '要求核实', exact: true }).first();
    if ((await ask.count()) > 0 && (await ask.getAttribute('aria-disabled')) !== 'true') return id;
  }
  throw new Error('no case waits for verification');
}

async function askVerification(page, id) {
  // A desk that has just opened may still turn to its first case.
  await until('the case is open', async () => {
    await go(page, `/desk/${id}`);
    await sleep(1000);
    return page.url().endsWith(id);
  }, kWait);
  await press(page.getByRole('main').getByRole('button', { name: '要求核实', exact: true }).first());
  const dialog = page.getByRole('dialog', { name: '要求核实', exact: true });
  await dialog.waitFor({ state: 'attached', timeout: kWait });
  await press(dialog.getByRole('button', { name: /^要求核实/ }).last());
  await until('it is asked for', async () => (await dialog.count()) === 0, kWait);
  await page.getByRole('list', { name: '办理过程' }).getByText('要求核实').first().waitFor({ state: 'attached', timeout: kWait });
}

test('what the rules refuse of mine is explained, with what can be done instead', { timeout: 300000 }, () => shots(async () => {
  const clerk = await atDesktop(server, 'clerk1');
  const supervisor = await atDesktop(server, 'supervisor1');
  open.push(clerk, supervisor);
  const id = await unverified(clerk.page);
  const row = await clerk.page.getByRole('list').locator('[aria-current=page]').first().textContent();
  await clerk.offline(true);
  await askVerification(clerk.page, id);
  await askVerification(supervisor.page, id);
  await inSync(supervisor.page);
  await clerk.offline(false);
  await see(clerk.page, 'button', '查看', kWait); // the banner
  await go(clerk.page, '/conflicts');
  await seeText(clerk.page, '未被采纳的操作', kWait);
  // Which case, where, and what the other one had done meanwhile; the tab shows that something waits.
  const main = clerk.page.getByRole('main');
  for (const words of ['案件编号', /限制类案件|其他|矛盾纠纷|安全隐患|群众求助|街面秩序|公共设施|民生帮扶|线索|失物招领|噪音扰民|交通出行/, /小河街道/, /在此之前/, /指挥室.*要求核实|要求核实/])
    await main.getByText(words).first().waitFor({ state: 'attached', timeout: kWait });
  await see(clerk.page, 'button', /^设置 [1-9]/);
  // Exactly this case and exactly this reason: what was tried, its matter, its own words.
  const [nature, said] = row.split(', ');
  const title = `要求核实 · ${said === '限制类案件' ? said : `${nature} · ${[...said].slice(0, 24).join('')}`}`;
  await until(`it is said of ${title}`, async () => (await main.innerText()).includes(title), kWait);
  await main.getByText('案件当前处于“待核实”环节，不能进行此项操作。', { exact: true }).first().waitFor({ state: 'attached', timeout: kWait });
  await press(main.getByRole('button', { name: '查看案件', exact: true }).first());
  await until('that case is opened', () => clerk.page.url().endsWith(`/case/${id}`), kWait);
  await go(clerk.page, '/conflicts');
  await seeText(clerk.page, '现在可以改为办理：', kWait);
  await screenshot(clerk.page, 'conflicts_refused.desktop.zh');
  const instead = byRole(clerk.page, 'button', '移交').first();
  assert.equal(await instead.count(), 0); // a verifying case can't be transferred
  await press(byRole(clerk.page, 'button', '知道了').first());
  await isGone(clerk.page, '未被采纳的操作');
  for (const person of open.splice(0)) await done(person);
}));
