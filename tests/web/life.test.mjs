// The whole life of a case on screen: forms drawn from an operation's own fields, at the desk and on a
// phone; joint dispatch with one press; triage with its reason.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { always, byRole, closeBrowser, fill, key, openDesktop, openPhone, press, screenshot, see, seeText, startServer, until } from './harness.mjs';
import { done, go, kStart, signIn } from './people.mjs';

let server;
before(async () => {
  server = await startServer({ rota: always, presses: 'count_thing hold_consultation dispatch_case triage_case' });
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

// In, and the queues are filled.
async function signInAtDesk(person, name) {
  await signIn(person, name);
  await see(person.page, 'tab', /^(全部|All) [1-9]/, kStart);
}

const inDialog = (page, name) => page.getByRole('dialog', { name, exact: true });

// Steps through a queue until the case on screen offers this button.
async function findCase(page, queue, button) {
  await key(page, queue);
  for (let i = 0; i < 40; ++i) {
    await key(page, 'j');
    if ((await byRole(page, 'button', button).count()) > 0) return;
  }
  throw new Error(`no case in queue ${queue} offers ${button}`);
}

async function openAction(page, name) {
  await press(await see(page, 'button', '全部操作'));
  await press(inDialog(page, '全部操作').getByRole('button', { name, exact: true }));
}

// rows: S1-38
test('a form drawn from its fields says what is missing, keeps what was typed, and is taken', async () => {
  const person = await openDesktop(server.url);
  const { page } = person;
  await signInAtDesk(person, 'supervisor1');
  await findCase(page, '4', '全部操作');
  const address = page.url();
  await openAction(page, '登记物品');
  const form = inDialog(page, '登记物品');
  const send = form.getByRole('button', { name: '登记物品', exact: true });
  await form.getByRole('textbox', { name: /最多/ }).waitFor({ state: 'attached' });
  await fill(form.getByRole('textbox', { name: /最多/ }), '6');
  await press(send);
  await form.getByRole('alert').filter({ hasText: '请填写：名称' }).first().waitFor({ state: 'attached' });
  assert.equal(await form.getByRole('textbox', { name: /最多/ }).inputValue(), '6');
  await fill(form.getByRole('textbox', { name: '名称' }), '液化气瓶');
  await press(form.getByRole('radio', { name: '瓶', exact: true }));
  await fill(form.getByRole('textbox', { name: '最少' }), '4');
  await screenshot(page, 'form_count.desktop.zh');
  await press(send);
  await seeText(page, /液化气瓶 · 约 4 瓶 至 6 瓶/);
  await seeText(page, /还有 6 瓶 未登记去向/);
  await done(person);

  const phone = await openPhone(server.url);
  await signInAtDesk(phone, 'supervisor1');
  const id = address.match(/desk\/([0-9a-f-]{36})/)[1];
  await go(phone.page, `/desk/${id}`);
  await go(phone.page, `/act/${id}/hold_consultation`);
  await press(await see(phone.page, 'button', '登记会商'));
  await seeText(phone.page, '请填写：参会单位。');
  await fill(await see(phone.page, 'textbox', '会商方案'), '燃气公司今日收运，消防明日复核。');
  await press(await see(phone.page, 'combobox', '参会单位'));
  await press(phone.page.getByRole('dialog').getByRole('option').first());
  await screenshot(phone.page, 'form_consultation.phone.zh');
  await press(byRole(phone.page, 'button', '登记会商'));
  await seeText(phone.page, '燃气公司今日收运，消防明日复核。');
  await done(phone);
});

// rows: S1-06b
test('one press sends all orders of a joint dispatch, each with its reason', async () => {
  const person = await openDesktop(server.url);
  const { page } = person;
  await signInAtDesk(person, 'desk1');
  await findCase(page, '3', '一键联动');
  await key(page, 'l');
  const form = inDialog(page, '一键联动');
  await form.getByText(/最近的对口单位/).first().waitFor({ state: 'attached' });
  await press(form.getByRole('button', { name: /未选用的 \d+ 个单位/ }).first());
  const send = form.getByRole('button', { name: /^一次派出 \d+ 项任务$/ });
  const count = Number((await send.textContent()).match(/\d+/)[0]);
  assert.ok(count >= 2, `a joint dispatch of ${count}`);
  await screenshot(page, 'joint.desktop.zh');
  await press(send);
  await until('the form is closed', async () => (await form.count()) === 0);
  await until('every unit has its order', async () => (await page.getByText('待签收', { exact: true }).count()) >= count);
  await done(person);
});

test('what was not signed in time is offered to the next nearest by one press', async () => {
  const person = await openDesktop(server.url);
  const { page } = person;
  await signInAtDesk(person, 'desk1');
  await findCase(page, '4', /^改派下一家：/);
  const unit = (await byRole(page, 'button', /^改派下一家：/).first().textContent()).split('：')[1];
  await screenshot(page, 'offer_next.desktop.zh');
  const offered = page.getByRole('list', { name: '办理过程' }).getByText(/超时未签收，改派/);
  await until('it is offered', async () => {
    if ((await offered.count()) > 0) return true;
    await key(page, 'x');
    return false;
  }, 30000);
  await page.getByRole('list', { name: '办理过程' }).getByText(unit).first().waitFor({ state: 'attached' });
  await seeText(page, '待签收');
  await done(person);
});

// rows: S1-03 S1-36 S2-23
test('a report is triaged with the reason of the rules', async () => {
  const person = await openDesktop(server.url);
  const { page } = person;
  await signInAtDesk(person, 'clerk1');
  await key(page, '1');
  await key(page, 'j');
  await key(page, 'g');
  const form = inDialog(page, '分流');
  await form.getByText('系统建议').first().waitFor({ state: 'attached' });
  await screenshot(page, 'triage.desktop.zh');
  await press(form.getByRole('button', { name: /^(采纳建议|分流)/ }));
  await seeText(page, /首次分流/);
  await done(person);
});
