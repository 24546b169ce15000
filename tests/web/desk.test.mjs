// The desk in a real browser against the real server and the demo's cases: triage by keyboard,
// dispatch with reasons, refusals in words, the map's markers by name, what is only read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, fill, key, openDesktop, openPhone, press, rested, screenshot, see, seeText, startServer, until } from './harness.mjs';
import { done, go, kStart, kWait, signIn } from './people.mjs';
import { pressUntil } from './steps.mjs';

// Offices are off duty whenever this runs, until three days from now; the others keep the demo's hours.
const kOffices = ['comprehensive_mgmt', 'enforcement', 'mediation', 'market_regulation', 'labour'];
function officesAreClosed(unit) {
  if (!kOffices.includes(unit.kind)) return unit.duty ?? [];
  const today = (new Date(Date.now() + 8 * 3600 * 1000).getUTCDay() + 6) % 7; // Monday = 0, in China
  return [{ days: 1 << (today + 3) % 7, from_minute: 510, to_minute: 1050 }];
}

let server;
before(async () => {
  server = await startServer({ rota: officesAreClosed, presses: 'request_verification file_case dispatch_case ask_void void_case' });
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

async function atDesk(name, options) {
  const person = await openDesktop(server.url, options);
  await signIn(person, name);
  await see(person.page, 'tab', /^(全部|All) [1-9]/, kStart);
  return person;
}

const queueCount = async (page, name) => {
  const tab = byRole(page, 'tab', new RegExp(`^${name} \\d`));
  return Number((await tab.textContent()).match(/\d+/)[0]);
};
const inDialog = (page, name) => page.getByRole('dialog', { name, exact: true });

// Steps through the queue until the case on screen has this button among its next ones.
async function findCase(page, queue, button) {
  await key(page, queue);
  for (let i = 0; i < 30; ++i) {
    await key(page, 'j');
    if ((await byRole(page, 'button', button).count()) > 0) return;
  }
  throw new Error(`no case in queue ${queue} offers ${button}`);
}

test('a clerk sends a report to be verified without touching the mouse', async () => {
  const person = await atDesk('clerk1');
  const { page } = person;
  await findCase(page, '1', '要求核实');
  const before = await queueCount(page, '待核实');
  await key(page, 'v');
  await inDialog(page, '要求核实').waitFor({ state: 'attached' });
  await screenshot(page, 'desk_verify.desktop.zh');
  await key(page, 'Enter');
  await until('the case stands in the next queue', async () => (await queueCount(page, '待核实')) === before + 1);
  await done(person);
});

test('filing shows similar cases nearby first', async () => {
  const person = await atDesk('clerk1');
  const { page } = person;
  await findCase(page, '2', '立案');
  await key(page, 'f');
  const dialog = inDialog(page, '立案');
  await dialog.getByRole('heading', { name: /附近相似案件/ }).waitFor({ state: 'attached' });
  await screenshot(page, 'desk_file.desktop.zh');
  const before = await queueCount(page, '待派遣');
  await key(page, 'Enter');
  await until('the case waits for dispatch', async () => (await queueCount(page, '待派遣')) === before + 1);
  await done(person);
});

// Each unit that is nearer than the suggested one stands there with the reason why it is not.
async function saysWhyNotNearer(dialog) {
  await dialog.getByRole('heading', { name: /比推荐单位更近、未推荐的：\d+ 个/ }).waitFor({ state: 'attached' });
  const more = dialog.getByRole('button', { name: /再看 \d+ 个更近的单位/ });
  if ((await more.count()) > 0) await press(more);
  const why = /无此项职权|不在辖区|现不在岗|已在办理本案|本案已派过该单位|发现单位不得越权处置|限制类/;
  assert.ok((await dialog.getByText(why).count()) > 0, 'no reason is said');
}

// rows: S1-05 S1-06c S1-09 S2-04
test('a dispatcher chooses by digit among units with their reasons, and Enter sends', async () => {
  const person = await atDesk('desk1');
  const { page } = person;
  await findCase(page, '3', '派遣');
  const before = await queueCount(page, '待派遣');
  const id = page.url().split('/desk/')[1].split('?')[0];
  await key(page, 'd');
  const dialog = inDialog(page, '派遣');
  const units = dialog.getByRole('radiogroup', { name: '牵头单位' });
  await units.getByRole('radio', { name: /推荐.*职权相符.*骑行约/ }).waitFor({ state: 'attached' });
  await saysWhyNotNearer(dialog);
  const more = dialog.getByRole('button', { name: /再看 \d+ 个合适的单位/ });
  if ((await more.count()) > 0) await pressUntil('all that fit are there', more, async () => (await more.count()) === 0);
  // Who is off duty says until when; at night somebody is.
  const offDuty = await units.getByRole('radio', { name: /现不在岗/ }).allTextContents();
  for (const said of offDuty) assert.match(said, /现不在岗，\d{4}-\d\d-\d\d \d\d:\d\d 到岗/);
  const hour = Number(new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', hour: 'numeric', hourCycle: 'h23' }).format(new Date()));
  if (hour < 8 || hour >= 18) assert.ok(offDuty.length > 0, 'nobody is off duty at night');
  assert.doesNotMatch(await units.getByRole('radio').first().textContent(), /现不在岗/);
  await press(dialog.getByRole('button', { name: /不合适的单位/ }));
  const others = dialog.getByRole('radiogroup', { name: '不合适的单位' }).getByRole('radio');
  await others.first().waitFor({ state: 'attached' });
  assert.match(await others.first().textContent(), /没有处置此类事项的职权|不在.*辖区/);
  assert.ok(await others.first().isDisabled());
  await key(page, '2');
  const second = units.getByRole('radio').nth(1);
  await until('the second unit is chosen', async () => (await second.getAttribute('aria-checked')) === 'true');
  await screenshot(page, 'desk_dispatch.desktop.zh');
  await key(page, 'Control+Enter');
  await until('the case left the queue', async () => (await queueCount(page, '待派遣')) === before - 1);
  await seeText(page, '待签收');
  await go(page, `/desk/${id}`);
  await seeText(page, /更近而未派：.*（(无此项职权|不在辖区|现不在岗|已在办理本案|本案已派过该单位)/, kWait); // in the detail, as it was then
  await done(person);
});

test('what is not possible stands there with its reason, and a refused form says why', async () => {
  const person = await atDesk('desk1');
  const { page } = person;
  await findCase(page, '3', '派遣');
  await press(byRole(page, 'button', '全部操作'));
  const all = inDialog(page, '全部操作');
  const redo = all.getByRole('button', { name: '返工派遣', exact: true });
  await redo.waitFor({ state: 'attached' });
  assert.ok(await redo.isDisabled());
  await all.getByText(/案件当前处于/).first().waitFor({ state: 'attached' });
  await screenshot(page, 'desk_actions.desktop.zh');
  await key(page, 'Escape');
  await all.waitFor({ state: 'detached' });
  await key(page, 'n');
  const note = inDialog(page, '补充说明');
  await press(note.getByRole('button', { name: '补充说明', exact: true }));
  await note.getByRole('alert').filter({ hasText: '请填写或更正' }).waitFor({ state: 'attached' });
  await fill(note.getByRole('textbox'), '已电话告知上报人');
  await key(page, 'Escape');
  await until('the form is closed', async () => (await note.count()) === 0);
  await key(page, 'n');
  await note.waitFor({ state: 'attached' });
  assert.equal(await note.getByRole('textbox').inputValue(), '已电话告知上报人');
  await done(person);
});

const full = (text) => text.replace(/[!-~]/g, (c) => String.fromCodePoint(c.codePointAt(0) + 0xfee0));

test('a case is found however its number and its words are typed, and however they were written', async () => {
  const person = await atDesk('supervisor1');
  const { page } = person;
  await key(page, '3');
  const queue = page.getByRole('region', { name: '待派遣', exact: true });
  for (let i = 0; ; ++i) {
    assert.ok(i < 20, 'an open case of the queue');
    await key(page, 'j');
    if (!/限制类/.test(await queue.locator('[aria-current=page]').first().textContent())) break;
  }
  const id = page.url().split('/desk/')[1];
  const number = (await page.getByRole('main').innerText()).match(/\d{19}/)[0];
  await go(page, `/act/${id}/edit_field`);
  await fill(byRole(page, 'textbox', '改为'), '店内有６瓶液化气，门头 ＬＥＤ 灯箱漏电。');
  await press(byRole(page, 'button', '修改内容').last());
  await until('the form is taken', () => !page.url().includes('/act/'), kWait);
  await go(page, '/desk');
  const rows = queue.getByRole('button');
  for (const typed of [number, full(number), `${number.slice(0, 9)} ${number.slice(9, 15)} ${number.slice(15)}`, '6瓶液化气', '６ 瓶液化气', 'led灯箱', 'Ｌed 灯箱']) {
    await fill(byRole(page, 'textbox', '编号、地点或内容'), typed);
    await until(`${typed} finds it`, async () => (await rows.count()) === 1 && /6瓶|６瓶/.test(await rows.first().textContent()));
  }
  await fill(byRole(page, 'textbox', '编号、地点或内容'), '7瓶液化气');
  await until('another number does not', async () => (await rows.count()) === 0);
  await done(person);
});

// rows: S1-59
test('what a clerk asks to void waits for the supervisor, who approves it', async () => {
  const clerk = await atDesk('clerk1');
  const supervisor = await atDesk('supervisor1');
  await key(clerk.page, '1');
  await key(clerk.page, 'j');
  await press(await see(clerk.page, 'button', '全部操作'));
  await press(inDialog(clerk.page, '全部操作').getByRole('button', { name: '申请作废', exact: true }));
  const form = inDialog(clerk.page, '申请作废');
  await fill(form.getByRole('textbox'), '培训时误报的测试件');
  await press(form.getByRole('button', { name: '申请作废', exact: true }));
  await until('the supervisor learns of it', async () => (await queueCount(supervisor.page, '待审批')) > 0, 30000);
  await key(supervisor.page, '8');
  await key(supervisor.page, 'j');
  await key(supervisor.page, 'z');
  const approval = inDialog(supervisor.page, '批准作废');
  await approval.getByText('培训时误报的测试件').first().waitFor({ state: 'attached' });
  await screenshot(supervisor.page, 'desk_approval.desktop.zh');
  await fill(approval.getByRole('textbox'), '核实为测试件');
  await press(approval.getByRole('button', { name: '批准作废', exact: true }));
  await until('nothing waits any more', async () => (await queueCount(supervisor.page, '待审批')) === 0);
  await until('the clerk learns of it', async () => (await queueCount(clerk.page, '待审批')) === 0, 30000);
  await done(clerk);
  await done(supervisor);
});

test('the keys are listed under a question mark', async () => {
  const person = await atDesk('supervisor1');
  const { page } = person;
  await key(page, '?');
  const list = inDialog(page, '键盘快捷键');
  await list.getByRole('listitem').filter({ hasText: '派遣' }).first().waitFor({ state: 'attached' });
  await key(page, 'Escape');
  await done(person);
});

// rows: S2-25 S2-35
test('markers of the map are buttons with the names of cases', async () => {
  const person = await atDesk('supervisor1');
  const { page } = person;
  await press(byRole(page, 'button', '地图'));
  const map = page.getByRole('application', { name: '地图' });
  await map.waitFor({ state: 'attached' });
  await screenshot(page, 'map.desktop.zh');
  const clusters = map.getByRole('button', { name: /^\d+ 件/ });
  await until('cases near each other stand as one', async () => (await clusters.count()) > 0);
  const markers = map.getByRole('button', { name: /^\D.* · .*[,，] / });
  for (let i = 0; i < 8 && (await markers.count()) === 0; ++i) {
    await press(byRole(page, 'button', '放大'));
  }
  const name = await markers.first().textContent();
  await press(markers.first());
  const words = name.split(' · ')[1].split(/…|,|，/)[0];
  // The row of what was chosen: title, state, place, number; a marker has less to say.
  await press(byRole(page, 'button', new RegExp(`^[^,]* · ${words}(.*, ){3}`)).first());
  await until('the case is open', () => page.url().includes('/desk/'));
  await done(person);
});

test('a place is found by its name', async () => {
  const person = await atDesk('supervisor1');
  const { page } = person;
  await press(byRole(page, 'button', '地图'));
  await fill(byRole(page, 'textbox', /地名/), '公园');
  await press((await see(page, 'list', '地点')).getByRole('button').first());
  await see(page, 'button', '清除');
  await screenshot(page, 'map_place.desktop.zh');
  await done(person);
});

// rows: S2-25 S5-03
test('cases are counted by grid, and a tapped place is told in all three layers', async () => {
  const person = await atDesk('supervisor1');
  const { page } = person;
  await press(byRole(page, 'button', '地图'));
  await press(byRole(page, 'button', '图层'));
  await press(byRole(page, 'switch', /案件数量/));
  await key(page, 'Escape');
  const rows = (await see(page, 'list', '案件数量')).getByRole('button');
  const shown = await rows.allTextContents();
  const counts = shown.map((text) => text.match(/(\d+) 件/)?.[1]).filter(Boolean).map(Number);
  assert.ok(counts.length > 1 && counts[0] > counts.at(-1), `${counts}`);
  assert.ok(counts.every((count) => count >= 5), `${counts}`); // a small one could tell of a household
  assert.ok(shown.slice(counts.length).every((text) => text.includes('不显示')), `${shown}`);
  assert.deepEqual(counts, [...counts].sort((a, b) => b - a));
  await screenshot(page, 'map_counts.desktop.zh');
  await press(rows.first());
  const box = await page.getByRole('application', { name: '地图' }).boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  for (const layer of ['综治网格: ', '警格: ', '社区网格: ']) await seeText(page, layer);
  await screenshot(page, 'map_here.desktop.zh');
  await done(person);
});

// rows: S2-37 S5-29 S5-33
test('the map says where no team on duty comes in time, and what stands along patrol lines', async () => {
  const person = await atDesk('supervisor1');
  const { page } = person;
  const layer = async (name) => {
    await press(byRole(page, 'button', '图层'));
    await press(byRole(page, 'switch', name));
    await key(page, 'Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await press(byRole(page, 'button', '地图'));
  await layer(/到场覆盖/);
  await seeText(page, /在岗队伍 \d+ 支/);
  await press(byRole(page, 'tab', '5 分钟'));
  await press(byRole(page, 'combobox', '时段'));
  await press((await see(page, 'option', /^今日 3 时/)));
  const late = await see(page, 'list', '不能按时到达的网格');
  await late.getByRole('button', { name: /\d+ 分钟/ }).first().waitFor({ state: 'attached' });
  await screenshot(page, 'map_reach.desktop.zh');
  await layer(/到场覆盖/);
  await layer(/巡防线与服务点/);
  const gap = page.getByRole('button', { name: /缺口 1 处： K0\+800–K1\+600/ });
  await press(gap);
  await seeText(page, /纠纷调解点 · 调解室 \d 间/);
  await screenshot(page, 'map_lines.desktop.zh');
  await layer(/巡防线与服务点/);
  await layer(/数据问题/);
  await see(page, 'button', /设备间距超限/);
  await screenshot(page, 'map_data.desktop.zh');
  await done(person);
});

test('an auditor reads the figures and the cases and changes nothing', async () => {
  const person = await openDesktop(server.url);
  const { page } = person;
  await signIn(person, 'auditor1');
  await see(page, 'heading', '概况', kStart);
  await until('there is something to read', async () => (await byRole(page, 'button', /^未办结 [1-9]/).count()) > 0, kStart);
  await see(page, 'listitem', /^挂账 不显示/); // who is not of the desk sees no small figure
  await screenshot(page, 'overview.desktop.zh');
  await press(byRole(page, 'button', '工作台'));
  await see(page, 'tab', /^全部 [1-9]/);
  await key(page, 'j');
  await see(page, 'heading', '办理过程');
  assert.equal(await byRole(page, 'button', '全部操作').count(), 0);
  await done(person);
});

test('the desk works on a phone: the list, then the case', async () => {
  const person = await openPhone(server.url);
  const { page } = person;
  await signIn(person, 'supervisor1');
  await see(page, 'tab', /^全部 [1-9]/, kStart);
  await screenshot(page, 'desk.phone.zh');
  await press(byRole(page, 'tab', /^待派遣 /));
  await press((await see(page, 'list', '待派遣')).getByRole('button').first());
  await see(page, 'button', '派遣');
  await screenshot(page, 'desk_case.phone.zh');
  await press(byRole(page, 'button', '返回'));
  await see(page, 'tab', /^待派遣 /);
  await page.goto(`${server.url}/#/map`);
  await see(page, 'application', '地图');
  await rested(page);
  await screenshot(page, 'map.phone.zh');
  await page.goto(`${server.url}/#/overview`);
  await see(page, 'heading', '概况');
  await see(page, 'listitem', /^挂账 [1-9]/); // as on the tab beside the list: no secret to the desk
  assert.equal(await page.getByRole('listitem', { name: /不显示/ }).count(), 0);
  await screenshot(page, 'overview.phone.zh');
  await done(person);
});

test('in English and in the dark it says and shows the same', async () => {
  const person = await atDesk('supervisor1', { locale: 'en-GB', colorScheme: 'dark' });
  const { page } = person;
  await key(page, '4');
  await key(page, 'j');
  await see(page, 'button', 'All actions');
  await screenshot(page, 'desk.desktop.en');
  await press(byRole(page, 'button', 'Map'));
  await see(page, 'application', 'Map');
  await rested(page);
  await screenshot(page, 'map.desktop.en');
  await press(byRole(page, 'button', 'Overview'));
  await see(page, 'heading', 'Cases by state');
  await screenshot(page, 'overview.desktop.en');
  await done(person);
});
