// The app holds its place and tells the truth: lists stay where one reads, an order makes itself heard,
// one tab works and another takes over, back leads back, and what the screen says of the server is so.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, fill, key, openDesktop, openPhone, press, removeFolder, rested, screenshot, see, seeText, startServer, until } from './harness.mjs';
import { choose, done, go, inSync, kHere, kStart, kWait, kXiaohe, mapIsHere, rest, searchPlace, signIn } from './people.mjs';
import { confirm, deskDoes, deskDoesFromAll, openTask, report, toUnit, typed } from './steps.mjs';

let server;
let folder;
const people = {};
before(async () => {
  server = await startServer();
  folder = path.dirname(server.data);
});
after(async () => {
  await closeBrowser();
  await server?.stop();
  removeFolder(folder);
});

// Everybody signs in once and is used by several tests.
async function person(name, open, options) {
  if (!people[name]) {
    const one = await open('', { deviceScaleFactor: 1, ...kHere, ...options });
    await one.context.addInitScript(hears);
    await one.page.goto(server.url);
    await signIn(one, name);
    if (open === openPhone) await mapIsHere(one.page); // a place is found at once, also without network
    people[name] = one;
  }
  return people[name];
}

// What a test cannot hear or feel is written down; a page is hidden when the test says so.
function hears() {
  globalThis.heard = { notices: [], vibrated: 0, asked: 0, tones: 0 };
  const heard = globalThis.heard;
  class Notice {
    constructor(title, options) {
      heard.notices.push(`${title} | ${options.body}`);
    }
    close() {}
  }
  Notice.permission = 'default';
  Notice.requestPermission = () => {
    heard.asked += 1;
    Notice.permission = 'granted';
    return Promise.resolve('granted');
  };
  Object.defineProperty(globalThis, 'Notification', { value: Notice });
  Object.defineProperty(Navigator.prototype, 'vibrate', { value: () => (heard.vibrated += 1) > 0 });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) {
    heard.tones += 1;
    return start.call(this, at);
  };
}

const waiting = async (page) => Number((await page.title()).match(/^\((\d+)\) /)?.[1] ?? 0);
const heard = (page) => page.evaluate(() => globalThis.heard);
const hide = (page, hidden) => page.evaluate((to) => {
  Object.defineProperty(document, 'hidden', { value: to, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}, hidden);

async function fresh(text) {
  const leader = await person('leader1', openPhone);
  return report(leader.page, { nature: '公共设施', text, place: '小河社区' });
}

async function dispatched(text) {
  const id = await fresh(text);
  const desk = await person('supervisor1', openDesktop);
  await deskDoes(desk.page, id, '立案');
  await deskDoes(desk.page, id, '派遣', toUnit(/小河社区网格工作站/));
  return id;
}

const listOf = (page) => page.getByRole('region', { name: '全部', exact: true });
const scrolled = (page) => listOf(page).evaluate((el) => el.scrollTop);

const chosenIsInSight = (page) => until('the chosen row is in sight', async () => {
  const row = await listOf(page).locator('[aria-current=page]').boundingBox();
  const list = await listOf(page).boundingBox();
  return row && row.y >= list.y && row.y + row.height <= list.y + list.height + 1;
});

async function rowInTheMiddle(page) {
  const list = await listOf(page).boundingBox();
  for (const row of await listOf(page).getByRole('button').all()) {
    const box = await row.boundingBox();
    if (box && box.y > list.y + list.height / 3) return row;
  }
  throw new Error('no row is in sight');
}

test('the desk\'s list stays where it is read: at a press, with J and K, and when a report comes in', { timeout: 240000 }, async () => {
  const { page } = await person('supervisor1', openDesktop);
  await go(page, '/desk');
  await press(byRole(page, 'tab', /^全部 /));
  await listOf(page).evaluate((el) => (el.scrollTop = 560));
  await rested(page);
  const before = await scrolled(page);
  assert.ok(before > 400);
  await (await rowInTheMiddle(page)).click({ force: true });
  await until('one is chosen', () => /\/desk\/./.test(page.url()));
  await rested(page);
  assert.equal(await scrolled(page), before);
  for (let i = 0; i < 6; ++i) await key(page, 'j');
  await chosenIsInSight(page);
  assert.ok((await scrolled(page)) > before);
  for (let i = 0; i < 4; ++i) await key(page, 'k');
  await chosenIsInSight(page);
  const row = listOf(page).locator('[aria-current=page]');
  const at = (await row.boundingBox()).y;
  const counted = () => byRole(page, 'tab', /^全部 /).textContent();
  const known = await counted();
  await fresh('路口的井盖翘起一角，过往车辆压得直响。');
  await inSync(page);
  await until('the report is in the list', async () => (await counted()) !== known, kWait);
  await rested(page);
  await until('the row is where it was', async () => Math.abs((await row.boundingBox()).y - at) < 2);
});

test('an order is heard, felt, seen and counted, names no person, and stands first', { timeout: 240000 }, async () => {
  const worker = await person('worker1', openPhone);
  const { page } = worker;
  await rest(page);
  await press(byRole(page, 'heading', '提醒').first());
  const before = await waiting(page);
  const first = await dispatched('楼道口的路灯整夜不亮，老人不敢下楼。');
  await until('the phone shakes', async () => (await heard(page)).vibrated > 0, kWait);
  await seeText(page, /新任务：公共设施 · .*网格/, kWait);
  assert.ok((await heard(page)).tones > 0);
  assert.equal((await heard(page)).notices.length, 0);
  assert.equal(await waiting(page), before + 1);
  await go(page, '/tasks');
  const tasks = await see(page, 'list', '处置任务');
  assert.match(await tasks.getByRole('button').first().textContent(), /路灯整夜不亮/);
  assert.equal((await heard(page)).asked, 0);
  await openTask(page, first);
  await press(await see(page, 'button', '签收任务', kWait));
  await until('the browser is asked', async () => (await heard(page)).asked === 1);
  // Nobody left a number: there is nobody to speak with, so that is no step of the way.
  await press(await see(page, 'button', '现在出发', kWait));
  await see(page, 'button', '我已到场', kWait);
  assert.equal(await page.getByText('联系当事人', { exact: true }).count(), 0);
  assert.ok(!(await page.getByRole('main').innerText()).includes('首次联系'), 'nor is there a clock for it');
  await until('nothing is left to count', async () => (await waiting(page)) === before, kWait);
  await rest(page);
  await press(byRole(page, 'switch', '提示音'));
  const tones = (await heard(page)).tones;
  await hide(page, true);
  await dispatched('公园长椅的木条断了两根，钉子露在外面。');
  const notices = await until('the system says it', async () => {
    const said = (await heard(page)).notices;
    return said.length > 0 && said;
  }, kWait);
  assert.match(notices[0], /新任务：公共设施 · .*网格/);
  assert.doesNotMatch(notices[0], /木条/);
  assert.equal((await heard(page)).tones, tones);
  assert.equal(await waiting(page), before + 1);
  await hide(page, false);
  await press(byRole(page, 'switch', '提示音'));
});

// Hidden, so that every notice is written down; one that comes together with others is counted in one line.
test('what comes back, lies or waits for a decision is heard at the desk as well', { timeout: 300000 }, async () => {
  const desk = (await person('supervisor1', openDesktop)).page;
  const back = await dispatched('广场边的护栏缺了一截，有孩子钻过去。');
  const lying = await dispatched('站牌的玻璃碎了一地，还没有清扫。');
  await rest(desk);
  const allow = byRole(desk, 'button', '允许系统通知');
  if ((await allow.count()) > 0) await press(allow);
  await hide(desk, true);
  const from = (await heard(desk)).notices.length;
  const said = (words, timeout = kWait) => until(`the desk hears ${words}`, async () => (await heard(desk)).notices.slice(from).some((notice) => words.test(notice)), timeout);

  const worker = (await person('worker1', openPhone)).page;
  const before = await waiting(desk);
  await openTask(worker, back);
  await press(await see(worker, 'button', '更多', kWait));
  await press(await see(worker, 'button', '退回派遣', kWait));
  await choose(worker, 'radio', '非本单位职责');
  await typed(worker, '情况说明', '护栏属市政养护范围，请养护单位处置。');
  await confirm(worker);
  await said(/单位退回派遣：公共设施 · .*网格/);
  assert.ok((await waiting(desk)) > before, 'and it is counted');

  const clerk = (await person('clerk1', openDesktop)).page;
  await deskDoesFromAll(clerk, back, '申请作废', (dialog) => fill(dialog.getByRole('textbox'), '与市政养护的工单重复。'));
  await said(/作废待审批：公共设施 · .*网格/);
  assert.equal(await clerk.getByText(/作废待审批：/).count(), 0, 'who asked for it is told nothing');
  await rest(clerk);

  // Nobody does anything: time alone brings it.
  await said(/超时未签收：公共设施 · .*网格/, 150000);

  await openTask(worker, lying);
  await press(await see(worker, 'button', '签收任务', kWait));
  await until('it is signed', async () => (await byRole(worker, 'button', '签收任务').count()) === 0, kWait);
  await press(await see(worker, 'button', '更多', kWait));
  await press(await see(worker, 'button', '申请挂账', kWait));
  await refusesUnchosen(worker, '挂账', '申请挂账', async () => {
    await typed(worker, '理由', '更换玻璃须等厂家供货。');
    await typed(worker, '依据文件或审批意见文号', '公交供〔2026〕19号');
  });
  await choose(worker, 'radio', '7 天');
  await confirm(worker);
  await said(/挂账待审批：公共设施 · .*网格/);
  for (const words of ['护栏', '玻璃', '工单']) assert.ok(!(await heard(desk)).notices.join().includes(words), words);
  await hide(desk, false);
  await deskDoesFromAll(desk, lying, '批准挂账', async () => {
    await refusesUnchosen(desk, '挂账', '批准挂账', () => typed(desk, '批准理由', '情况属实，同意挂账。'));
    await choose(desk, 'radio', /^按申请/);
  });
  await go(worker, '/tasks');
  await see(worker, 'button', /已挂账/, kWait);
  await rest(worker);
  await rest(desk);
});

// For how long is a fact: nothing is chosen beforehand, and without it the dialog stays and says so.
async function refusesUnchosen(page, what, button, fillIn) {
  const dialog = page.getByRole('dialog').last();
  await dialog.waitFor({ state: 'attached' });
  assert.equal(await dialog.locator('[aria-checked=true]').count(), 0, `${what}: nobody has said for how long`);
  await fillIn();
  await press(dialog.getByRole('button', { name: button, exact: true }).last());
  await dialog.getByText(/^请填写：(挂账时间|恢复日期)。$/).first().waitFor({ state: 'attached', timeout: kWait });
  assert.equal(await dialog.locator('[aria-checked=true]').count(), 0);
}

test('whose report was merged reads what came of the whole, without seeing it, and no reason against the own', { timeout: 240000 }, async () => {
  const whole = await fresh('菜场门口的地砖翘起，推车过不去。');
  const volunteer = (await person('volunteer2', openPhone)).page;
  const merged = await report(volunteer, { nature: '公共设施', text: '菜场门前有砖块松动，绊倒过老人。', place: '小河社区' });
  const desk = (await person('supervisor1', openDesktop)).page;
  await deskDoesFromAll(desk, merged, '并案', async (dialog) => {
    await press(dialog.getByRole('button', { name: /地砖翘起/ }).first());
    await typed(desk, '理由', '与前一件为同一处地砖。');
  });
  await go(volunteer, '/mine');
  const finished = () => volunteer.getByRole('main').innerText();
  await seeText(volunteer, '并入案件: 待编号 · 待受理', kWait);
  await seeText(volunteer, '并案说明: 与前一件为同一处地砖。');
  const told = '并入案件: 待编号 · 待受理';
  const own = (await finished()).split('菜场门前')[1].split(told)[0];
  assert.doesNotMatch(own, /未办理原因|不予立案|未立案/);
  assert.ok(!(await finished()).includes('地砖翘起'));
  await press(volunteer.getByRole('button', { name: /砖块松动/ }).first());
  await until('the case is open', () => volunteer.url().includes(`/case/${merged}`));
  await see(volunteer, 'heading', '并入案件', kWait);
  await seeText(volunteer, '待编号: 待受理');
  assert.equal(await byRole(volunteer, 'button', '查看并入的案件').count(), 0, 'no way to what it may not see');
  assert.ok(!(await finished()).includes('地砖翘起'));
  await go(desk, `/case/${merged}`);
  await see(desk, 'button', '查看并入的案件', kWait);
  await rest(volunteer);
  await rest(desk);
});

test('a second tab says that the first is in use, takes over at a press, and hands back', { timeout: 240000 }, async () => {
  const { page, context } = await person('volunteer2', openPhone);
  await go(page, '/report');
  await choose(page, 'radio', '没有危险');
  await fill(byRole(page, 'textbox', '情况说明'), '第一个标签页里写到一半。');
  await rested(page);
  const second = await context.newPage();
  // Nor does a report begin here, over the one begun there.
  await second.goto(`${server.url}/#/report`);
  await seeText(second, '已在另一个标签页打开', kStart);
  assert.equal(await byRole(second, 'textbox', '情况说明').count(), 0);
  await go(second, '/mine');
  await seeText(second, '已在另一个标签页打开');
  assert.equal(await second.getByText('还没有上报').count(), 0);
  await screenshot(second, 'second_tab.phone.zh');
  await press(byRole(second, 'button', '在这一页继续'));
  await inSync(second);
  assert.equal(await second.getByText('已在另一个标签页打开').count(), 0);
  await go(page, '/mine');
  await seeText(page, '已在另一个标签页打开');
  await go(second, '/report');
  const typed = (tab) => byRole(tab, 'textbox', '情况说明').inputValue();
  await until('the draft came along', async () => (await typed(second)) === '第一个标签页里写到一半。', kWait);
  await choose(second, 'radio', '没有危险');
  await choose(second, 'radio', '公共设施');
  await fill(byRole(second, 'textbox', '情况说明'), '第二个标签页里填的上报。');
  await searchPlace(second, '小河社区');
  await press(byRole(second, 'button', '提交上报').last());
  await until('it is handed in', () => second.url().includes('sent=1'), kWait);
  await inSync(second);
  await press(byRole(page, 'button', '在这一页继续'));
  await inSync(page);
  await seeText(page, /第二个标签页里填的上报/, kWait);
  await go(page, '/report');
  await choose(page, 'radio', '没有危险');
  await until('what was handed in is no draft any more', async () => (await typed(page)) === '', kWait);
  await second.close();
});

test('a second tab is closed or opened without a press: the first goes on', { timeout: 120000 }, async () => {
  const first = await person('volunteer2', openPhone);
  const second = await first.context.newPage();
  await second.goto(`${server.url}/#/mine`);
  await seeText(second, '已在另一个标签页打开', kStart);
  await inSync(first.page);
  await first.page.close();
  first.page = second; // for the tests to come
  await inSync(second);
  await seeText(second, /第二个标签页里填的上报/, kStart);
});

// A dialog closes by its button, and the next one opens before the browser has gone back below the first.
async function seeNextDialogStay(page) {
  await go(page, '/settings');
  await page.evaluate(() => {
    history.go = (steps) => setTimeout(() => History.prototype.go.call(history, steps), 3000);
    window.addEventListener('popstate', () => (window.wentBack = true), { once: true });
  });
  const dialog = page.getByRole('dialog');
  await press(byRole(page, 'button', '退出登录'));
  await press((await see(page, 'dialog', '退出登录')).getByRole('button', { name: '取消' }));
  await until('the first is closed', async () => (await dialog.count()) === 0);
  await press(byRole(page, 'button', '退出登录'));
  await see(page, 'dialog', '退出登录');
  await until('the browser went back', () => page.evaluate(() => window.wentBack), kWait);
  await rested(page);
  assert.equal(await dialog.count(), 1, 'the next one stays');
  await page.evaluate(() => delete history.go);
  await page.goBack();
  await until('back closes it', async () => (await dialog.count()) === 0);
  assert.ok(page.url().endsWith('#/settings'));
  await go(page, '/tasks');
}

test('back of the app and back of the system are one: dialogs first, then the page before, never out', { timeout: 240000 }, async () => {
  const { page } = await person('worker1', openPhone);
  await rest(page);
  await go(page, '/tasks');
  await press((await see(page, 'list', '处置任务')).getByRole('button').first());
  await until('the task is open', () => page.url().includes('/task/'));
  const task = page.url();
  await press(byRole(page, 'button', '返回'));
  await until('the list is back', () => page.url().endsWith('#/tasks'));
  await page.goForward();
  await until('forward leads to the task', () => page.url() === task);
  await page.goBack();
  await until('the list is back again', () => page.url().endsWith('#/tasks'));
  await go(page, '/settings');
  await press(byRole(page, 'button', '退出登录'));
  await see(page, 'dialog', '退出登录');
  await page.goBack();
  await until('the dialog is closed', async () => (await page.getByRole('dialog').count()) === 0);
  assert.ok(page.url().endsWith('#/settings'));
  await press(byRole(page, 'button', '退出登录'));
  await press((await see(page, 'dialog', '退出登录')).getByRole('button', { name: '取消' }));
  await until('the dialog is closed by its button', async () => (await page.getByRole('dialog').count()) === 0);
  await rested(page);
  await page.goBack();
  await until('one step leads to the page before', () => page.url().endsWith('#/tasks'));
  await seeNextDialogStay(page);
  // A link from outside: its parent lies below it.
  const linked = await people.worker1.context.newPage();
  await page.goto('about:blank');
  await linked.goto(task);
  await inSync(linked);
  await press(byRole(linked, 'button', '返回'));
  await until('back leads to the list of tasks', () => /#\/(tasks|case)/.test(linked.url()));
  await see(linked, 'navigation', undefined, kWait);
  await linked.close();
  await page.goto(`${server.url}/#/settings`);
  await inSync(page);
});

async function reportMeanwhile(page, text) {
  await go(page, '/report');
  await choose(page, 'radio', '没有危险');
  await choose(page, 'radio', '公共设施');
  await fill(byRole(page, 'textbox', '情况说明'), text);
  await searchPlace(page, '小河社区');
  await press(byRole(page, 'button', '提交上报').last());
  await until('it is handed in', () => page.url().includes('sent=1'), kWait);
  await see(page, 'button', '1 条未上传', kWait);
}

async function isWithTheServer(page, text) {
  await see(page, 'button', '已同步', kWait);
  await go(page, '/mine');
  await seeText(page, text, kWait);
  assert.equal(await page.getByText('未上传').count(), 0);
}

test('a server that hangs is said though its sockets stay open, and what was made meanwhile goes out when it answers', { timeout: 240000 }, async () => {
  const { page } = await person('volunteer2', openPhone);
  await inSync(page);
  process.kill(server.pid, 'SIGSTOP');
  try {
    await see(page, 'button', /^未连上 · .*同步过/, kWait); // nobody pressed anything
    await reportMeanwhile(page, '服务器无响应时写的上报：站牌倒在路边。');
    await go(page, '/sync');
    await seeText(page, '暂时连不上服务器，会自动重试。', kWait);
  } finally {
    process.kill(server.pid, 'SIGCONT');
  }
  await isWithTheServer(page, /站牌倒在路边/);
});

test('a dead server is said within seconds, and what was made meanwhile goes out when it is back', { timeout: 240000 }, async () => {
  const { page } = await person('volunteer2', openPhone);
  assert.ok(await server.kill());
  await see(page, 'button', /^未连上 · .*同步过/, 8000);
  await reportMeanwhile(page, '断开时写的上报：护栏倒在人行道上。');
  server = await startServer({ data: server.data, port: server.port });
  await isWithTheServer(page, /护栏倒在人行道上/); // the browser never said that it was offline
  for (const one of Object.values(people)) one.errors.length = 0; // the browser itself reports the refused connections
});

// Each failure doubles the time to the next try; after six that is a quarter of a minute and more.
test('a phone that failed again and again tries at once when its socket is back', { timeout: 240000 }, async () => {
  const { page } = await person('volunteer2', openPhone);
  await inSync(page);
  let failures = 0;
  await page.route('**/api/sync', (route) => {
    ++failures;
    return route.abort('connectionrefused');
  });
  await reportMeanwhile(page, '一再连不上时写的上报：路牌被撞歪。');
  const counted = failures;
  await until('it has failed for long', () => failures >= Math.max(6, counted + 1), 150000);
  await page.unroute('**/api/sync');
  // The socket breaks and comes back with the server, by itself.
  assert.ok(await server.kill());
  server = await startServer({ data: server.data, port: server.port });
  await see(page, 'button', '已同步', 12000);
  await isWithTheServer(page, /路牌被撞歪/);
  for (const one of Object.values(people)) one.errors.length = 0;
});

test('a phone three hours slow: its report has the right time on its own screen and at the desk', { timeout: 240000 }, async () => {
  const { page, context } = await person('volunteer2', openPhone);
  await context.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() - 3 * 3600 * 1000;
  });
  await page.reload(); // a new run of the app, which has not yet heard from the server
  await see(page, 'navigation', undefined, kStart);
  const id = await report(page, { nature: '公共设施', text: '慢三小时的手机报的：垃圾桶翻倒在路口。', place: kXiaohe });
  const desk = await person('supervisor1', openDesktop);
  const hour = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', hourCycle: 'h23' }).format(Date.now() - 60000).slice(0, 2);
  for (const one of [page, desk.page]) {
    await inSync(one);
    await go(one, one === desk.page ? `/desk/${id}` : '/mine');
    await seeText(one, /垃圾桶翻倒在路口/, kWait);
    const words = await one.evaluate(() => document.getElementById('mirror').innerText);
    const line = words.split('\n').find((words) => words.includes('垃圾桶翻倒') && /今天|昨天/.test(words)) ?? words.match(/今天 \d\d:\d\d/)?.[0];
    assert.match(line, new RegExp(`(今天|昨天) (${hour}|${String((Number(hour) + 1) % 24).padStart(2, '0')}):`));
  }
});

test('nobody saw an error', async () => {
  for (const one of Object.values(people)) await done(one);
});
