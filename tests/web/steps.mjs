// The steps of a case as its people take them on screen: reporting, one operation on its page, the desk's
// dialogs, the way of a task, the return visit, closing. Tests of whole stories are made of these. After a
// step its person rests, until the next one opens the page it needs.
import assert from 'node:assert/strict';
import { byRole, fill, press, rested, see, until } from './harness.mjs';
import { choose, go, inSync, kWait, placeByPosition, rest, saysSource, saysWhyAway, searchPlace } from './people.mjs';

export const typed = (page, name, text) => fill(page.getByRole('textbox', { name, exact: typeof name === 'string' }).first(), text);

// Chooses in a field that opens a list.
export async function pick(page, field, option) {
  await press(byRole(page, 'combobox', field).first());
  await press(page.getByRole('option', { name: option }).first());
  await until(`${option} is picked`, async () => (await page.getByRole('option').count()) === 0);
}

// Reports without danger and returns the id of the case. `place`: what is searched for, or a spot where the
// device stands (people.mjs); `more` fills in what else is said.
export async function report(page, { nature, category, text, place, more = async () => {} }) {
  await go(page, '/report');
  await choose(page, 'radio', '没有危险');
  await choose(page, 'radio', nature);
  await saysSource(page);
  if (category) await pick(page, '类别', category);
  await typed(page, '情况说明', text);
  await (typeof place === 'string' ? searchPlace : placeByPosition)(page, place);
  await more();
  await press(byRole(page, 'button', '提交上报').last());
  await until('it is handed in', () => page.url().includes('sent=1'), kWait);
  await inSync(page);
  await go(page, '/mine');
  await press(page.getByRole('button', { name: text.slice(0, 8) }).first());
  await until('the case is open', () => page.url().includes('/case/'));
  const id = page.url().split('/case/')[1];
  await rest(page);
  return id;
}

// Takes what is suggested for words that somebody must say and that the test does not care about.
async function takeSuggestions(page) {
  const suggested = page.getByRole('button', { name: /^填入：/ });
  for (let left = await suggested.count(); left > 0; left = await suggested.count()) {
    await press(suggested.first());
    await until('it is taken', async () => (await suggested.count()) < left);
  }
}

async function handIn(page, button, fillIn) {
  const send = byRole(page, 'button', button).last();
  await send.waitFor({ state: 'attached', timeout: kWait });
  await fillIn();
  await takeSuggestions(page);
  await press(send);
}

async function taken(page, button) {
  await until(`${button} is taken`, () => !page.url().includes('/act/'), kWait);
  await inSync(page);
  await rest(page);
}

// One operation on its own page: filled in and handed in.
export async function act(page, id, operation, button, fillIn = async () => {}) {
  await inSync(page);
  await go(page, `/act/${id}/${operation}`);
  await handIn(page, button, fillIn);
  await taken(page, button);
}

// An operation of the own task, from the task's page.
export async function actOnTask(page, id, button, fillIn = async () => {}) {
  await openTask(page, id);
  await press(await see(page, 'button', new RegExp(`^${button}`), kWait));
  await until('its page is open', () => page.url().includes('/act/'), kWait);
  await handIn(page, button, fillIn);
  await taken(page, button);
}

// One operation as it is found on the page of the case: in one of its groups of operations.
export async function actFromCase(page, id, button, fillIn = async () => {}) {
  await inSync(page);
  await go(page, `/case/${id}`);
  const groups = page.getByRole('radiogroup', { name: '全部事项' }).getByRole('radio');
  await groups.first().waitFor({ state: 'attached', timeout: kWait });
  const wanted = page.getByRole('button', { name: button, exact: true });
  for (let i = 0; (await wanted.count()) === 0; ++i) {
    assert.ok(i < (await groups.count()), `no group of operations has ${button}`);
    await press(groups.nth(i));
    await until('the group is open', async () => (await groups.nth(i).getAttribute('aria-checked')) === 'true');
  }
  await press(wanted.last());
  await until('its page is open', () => page.url().includes('/act/'), kWait);
  await handIn(page, button, fillIn);
  await taken(page, button);
}

// A notice of rectification within three days, handed over.
export async function serveNotice(page, id, { number, addressee, items, basis, findings = '现场检查发现的问题：' + items, deliver = () => choose(page, 'radio', '直接送达') }) {
  await act(page, id, 'issue_notice', '开具整改通知书', async () => {
    await typed(page, '文书编号', number);
    await typed(page, '整改责任主体', addressee);
    await typed(page, '存在的问题', findings);
    await typed(page, '整改内容', items);
    await typed(page, '法律依据', basis);
    await choose(page, 'radio', '3 天后');
  });
  await act(page, id, 'deliver_notice', '登记送达', () => deliver(page));
}

// Presses until what the press leads to is so: on a busy machine the buttons may still move away under it, as
// they do when the case's next step comes in.
export async function pressUntil(what, button, isSo) {
  for (let tries = 1; !(await isSo()); ++tries) {
    assert.ok(tries <= 3, `${what}, in vain`);
    // Pressed in time or a moment late: then the button is gone already.
    await press(button).catch(async (error) => assert.ok(await isSo(), error.message));
    await until(what, isSo, 8000).catch(() => {});
  }
}

// A dialog of the desk: opened by `button`, filled in, confirmed by its last button.
export async function deskDoes(page, id, button, fillIn = async () => {}) {
  await inSync(page);
  await go(page, `/desk/${id}`);
  const open = page.getByRole('main').getByRole('button', { name: button, exact: true }).first();
  await open.waitFor({ state: 'attached', timeout: kWait });
  const dialog = page.getByRole('dialog').last();
  await pressUntil('the form is open', open, async () => (await dialog.count()) > 0);
  await fillIn(dialog);
  await takeSuggestions(page);
  await confirm(page);
}

// The desk's list of all operations.
export async function openAll(page, id) {
  await inSync(page);
  await go(page, `/desk/${id}`);
  const all = page.getByRole('dialog', { name: '全部操作', exact: true });
  await pressUntil('the list is open', await see(page, 'button', '全部操作', kWait), async () => (await all.count()) > 0);
  return all;
}

// The same for what stands in the list of all operations; `button` may be the beginning of a name.
export async function deskDoesFromAll(page, id, button, fillIn = async () => {}) {
  const all = await openAll(page, id);
  const dialog = page.getByRole('dialog').last();
  await pressUntil('its form is open', all.getByRole('button', { name: button, exact: typeof button === 'string' }).first(), async () => (await all.count()) === 0);
  await dialog.waitFor({ state: 'attached' });
  await fillIn(dialog);
  await takeSuggestions(page);
  await confirm(page);
}

// The last button of the open dialog. One that stays says why.
export async function confirm(page) {
  const dialog = page.getByRole('dialog').last();
  await pressUntil('the dialog is gone', dialog.getByRole('button').last(), async () => (await page.getByRole('dialog').count()) === 0).catch(async (error) => {
    throw new Error(`the dialog stays: ${await dialog.innerText().catch(() => error.message)}`);
  });
  await inSync(page);
  await rest(page);
}

export const toUnit = (name) => async (dialog) => {
  const page = dialog.page();
  const unit = dialog.getByRole('radio', { name }).first();
  // Who is off duty at this hour stands behind the others; the list may still be coming.
  const more = dialog.getByRole('button', { name: /^再看/ }).first();
  await until('the unit is in sight', async () => {
    if ((await unit.count()) > 0) return true;
    // When it was pressed a moment ago, it may just be going.
    await more.click({ force: true, timeout: 1000 }).catch(() => {});
    await rested(page);
    return false;
  }, kWait);
  await pressUntil('the unit is chosen', unit, async () => (await unit.getAttribute('aria-checked')) === 'true');
};

// ---- the way of a task ----

export async function openTask(page, id) {
  await inSync(page);
  await go(page, `/case/${id}`);
  await press(await see(page, 'button', /办理本单位任务/, kWait));
  await until('the task is open', () => page.url().includes('/task/'), kWait);
}

// Signs, sets out, speaks with the reporter as far as there is one, arrives.
export async function signAndGo(page, id, words) {
  await openTask(page, id);
  await press(await see(page, 'button', '签收任务', kWait));
  await press(await see(page, 'button', '现在出发', kWait));
  const next = await see(page, 'button', /^(联系当事人|我已到场)$/, kWait);
  if ((await next.textContent()).includes('联系当事人')) {
    await press(next);
    await choose(page, 'radio', '未联系上');
    await press(byRole(page, 'button', '记录联系').last());
  }
  await press(await see(page, 'button', '我已到场', kWait));
  await see(page, 'dialog', '到场', kWait);
  const said = byRole(page, 'textbox', '现场说明');
  if ((await said.count()) > 0) await fill(said.first(), `${words}，手机定位有偏差`);
  await press(byRole(page, 'button', '确认到场').last());
  await until('the arrival is taken', async () => (await page.getByRole('dialog').count()) === 0, kWait);
  await inSync(page);
  await rest(page);
}

export async function settled(page, id, words) {
  await openTask(page, id);
  await press(await see(page, 'button', '填写处置结果', kWait));
  await choose(page, 'radio', '已解决');
  await typed(page, '处置说明', words);
  await press(byRole(page, 'button', '提交反馈').last());
  await until('the result is taken', async () => (await byRole(page, 'button', '提交反馈').count()) === 0, kWait);
  await inSync(page);
  await rest(page);
}

// ---- the end ----

export async function visited(page, id, { reason, words }) {
  await inSync(page);
  await go(page, `/visit/${id}`);
  await choose(page, 'radio', reason ? '未办理到位' : '已办理到位');
  if (reason) await choose(page, 'radio', reason);
  await choose(page, 'radio', reason ? '不满意' : '满意');
  await typed(page, '回访情况', words);
  await saysWhyAway(page);
  await press(byRole(page, 'button', '提交回访结果').last());
  await until('the visit is taken', () => !page.url().includes('/visit/'), kWait);
  await inSync(page);
  await rest(page);
}

export async function closed(page, id, words) {
  await deskDoes(page, id, '结案', async (dialog) => {
    await fill(dialog.getByRole('textbox').first(), words);
    const late = dialog.getByRole('textbox', { name: /超时/ });
    if ((await late.count()) > 0) await fill(late, '多部门协调耗时。');
  });
  await go(page, `/case/${id}`);
  await page.getByText('已结案', { exact: true }).first().waitFor({ state: 'attached', timeout: kWait });
}
