// The main job, end to end, by four people in a real browser: a volunteer reports without network and
// loses the browser, the desk files and dispatches, a grid worker settles it without network, another
// one confirms, the desk closes; then the journal is verified. Afterwards every screen is looked at
// in both sizes and languages (build/screenshots/).
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, fill, openDesktop, openDevice, openPhone, press, removeFolder, runGezhi, screenshot, see, seeText, sleep, startServer, temporaryFolder, until } from './harness.mjs';
import { mapIsHere, choose, done, go, inSync, kHere, kPlacings, kStart, kWait, kXiaohe, rest, saysWhyAway, signIn, signInAgain } from './people.mjs';
import { toUnit } from './steps.mjs';

const kText = '面馆后厨放着六个煤气瓶，紧靠灶台，软管已经老化。';
const kResult = '清点气瓶六个，回收四个，其余更换软管并加装报警器。';

let folder;
let server;
const open = []; // who still has a browser open when a test fails
before(async () => {
  folder = temporaryFolder('main-job');
  server = await startServer({
    data: path.join(folder, 'data'),
    presses: `report_case request_verification verify_result file_case dispatch_case sign_task depart_task contact_party arrive_task
      submit_task visit_result close_case`,
  });
});
after(async () => {
  for (const person of open) await person.close().catch(() => {});
  await closeBrowser();
  await server.stop();
  removeFolder(folder);
});

const unsent = (page) => see(page, 'button', /未上传|未传/, kWait);
async function addPhoto(page, strip) {
  const jpeg = await page.screenshot({ type: 'jpeg', quality: 60 });
  const chooser = page.waitForEvent('filechooser');
  await press(strip);
  await (await chooser).setFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: jpeg });
}

async function photos(page, nth, count) {
  for (let i = 0; i < count; ++i) {
    const before = await page.getByRole('button', { name: /^删除照片/ }).count();
    await addPhoto(page, byRole(page, 'button', '从相册选').nth(nth));
    await until('the photo is in the strip', async () => (await page.getByRole('button', { name: /^删除照片/ }).count()) > before, kWait);
  }
}

// ---- the volunteer ----

async function report(page, placing) {
  await go(page, '/report');
  await choose(page, 'radio', '没有危险');
  await choose(page, 'radio', '安全隐患');
  await fill(byRole(page, 'textbox', '情况说明'), kText);
  await placing.place(page, kXiaohe);
  await seeText(page, /综治网格/);
  await photos(page, 0, 2);
  await choose(page, 'switch', '留下联系方式');
  await fill(byRole(page, 'textbox', '电话'), '13800138000');
  await screenshot(page, 'report_filled.phone.zh');
  await choose(page, 'button', '提交上报');
  await seeText(page, /已保存在本机/, kWait);
  await screenshot(page, 'report_sent.phone.zh');
}

async function offlineReport(name, placing) {
  const device = path.join(folder, name);
  const where = { ...kHere, geolocation: placing.stands };
  let volunteer = await openDevice(device, server.url, where);
  open.push(volunteer);
  await signIn(volunteer, name);
  await volunteer.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await seeText(volunteer.page, '现场有危险吗？');
  await mapIsHere(volunteer.page);
  await volunteer.offline(true);
  await see(volunteer.page, 'button', '离线', kWait);
  await report(volunteer.page, placing);
  assert.deepEqual(volunteer.errors, []);
  await volunteer.kill();

  volunteer = await openDevice(device, `${server.url}/#/mine`, { offline: true, ...where });
  open.push(volunteer);
  const { page } = volunteer;
  await seeText(page, /面馆后厨/, kStart);
  await unsent(page);
  await screenshot(page, 'my_reports_offline.phone.zh');
  await go(page, '/sync');
  await see(page, 'list', '等待上传');
  await screenshot(page, 'sync_offline.phone.zh');
  await volunteer.offline(false);
  await signInAgain(volunteer, name);
  await inSync(page);
  await go(page, '/mine');
  await press(page.getByRole('button', { name: /面馆后厨/ }).first());
  await until('the case is open', () => page.url().includes('/case/'));
  const id = page.url().split('/case/')[1];
  await rest(page);
  return { volunteer, id };
}

// ---- the desk ----

async function deskDoes(page, id, button, fillForm) {
  await go(page, `/desk/${id}`);
  const open = page.getByRole('main').getByRole('button', { name: button, exact: true }).first();
  await open.waitFor({ state: 'attached', timeout: kWait });
  await press(open);
  const dialog = page.getByRole('dialog', { name: button, exact: true });
  await dialog.waitFor({ state: 'attached' });
  if (fillForm) await fillForm(dialog);
  await screenshot(page, `desk_${button}.desktop.zh`);
  await press(dialog.getByRole('button', { name: new RegExp(`^${button}`) }).last());
  await until(`${button} is done`, async () => (await dialog.count()) === 0, kWait);
  await rest(page);
}

// ---- the worker ----

async function openDuty(page, name) {
  await go(page, '/tasks');
  const row = page.getByRole('button', { name }).filter({ hasText: /面馆后厨/ }).first();
  await row.waitFor({ state: 'attached', timeout: kStart });
  await press(row);
}

// The form closes when it was taken; the chip alone may still speak of before.
const handedIn = (page) => until('the form is taken', () => page.url().includes('#/tasks'), kWait);

async function verify(page) {
  await openDuty(page, /待核实/);
  await choose(page, 'radio', '情况属实');
  await fill(byRole(page, 'textbox', '现场情况'), '到店查看，情况与上报一致。');
  await saysWhyAway(page);
  await screenshot(page, 'verification.phone.zh');
  await choose(page, 'button', '提交核实结果');
  await handedIn(page);
  await inSync(page);
  await rest(page);
}

async function settle(worker) {
  const { page } = worker;
  await openDuty(page, /待签收/);
  await screenshot(page, 'task.phone.zh');
  await choose(page, 'button', '签收任务');
  await see(page, 'button', '现在出发');
  await inSync(page);
  await worker.offline(true);
  await choose(page, 'button', '现在出发');
  await choose(page, 'button', '联系当事人');
  await choose(page, 'radio', '未联系上');
  await choose(page, 'button', '记录联系');
  await worker.context.setGeolocation({ longitude: 120.1351, latitude: 30.3251, accuracy: 10 });
  await choose(page, 'button', '我已到场');
  await see(page, 'dialog', '到场', kWait);
  await fill(byRole(page, 'textbox', '现场说明'), '已在面馆门口，定位有偏差');
  await screenshot(page, 'task_arrival.phone.zh');
  await choose(page, 'button', '确认到场');
  await choose(page, 'button', '填写处置结果');
  await choose(page, 'radio', '已解决');
  await fill(byRole(page, 'textbox', '处置说明'), kResult);
  await photos(page, 0, 1);
  await photos(page, 1, 1);
  await screenshot(page, 'task_result.phone.zh');
  await choose(page, 'button', '提交反馈');
  await seeText(page, /结果已采纳/, kWait);
  await unsent(page);
  await screenshot(page, 'task_done_offline.phone.zh');
  await worker.offline(false);
  await inSync(page);
}

async function visit(page) {
  await openDuty(page, /待回访/);
  await choose(page, 'radio', '已办理到位');
  await choose(page, 'radio', '满意');
  await fill(byRole(page, 'textbox', '回访情况'), '现场剩两个在用气瓶，报警器通电正常，店主知晓要求。');
  await saysWhyAway(page);
  await screenshot(page, 'visit.phone.zh');
  await choose(page, 'button', '提交回访结果');
  await handedIn(page);
  await inSync(page);
}

const kSteps = ['上报', '要求核实', '反馈核实结果', '立案', '派遣', '签收', '出发', '联系当事人', '到场', '反馈结果', '启动回访', '反馈回访结果', '结案'];

// The reporter hears how it stood, and not who did what.
const kTold = ['上报', '待核实', '立案', '待签收', '处置中', '处结反馈', '回访核查中', '结案'];

async function isClosedFor(person, id, steps = kSteps) {
  const { page } = person;
  await go(page, `/case/${id}`);
  await page.getByText('已结案', { exact: true }).first().waitFor({ state: 'attached', timeout: kWait });
  const lines = await page.getByRole('list', { name: '办理过程' }).getByRole('listitem').allTextContents();
  for (const step of steps) assert.ok(lines.some((line) => line.startsWith(step)), `${step} in ${lines.join(' | ')}`);
}

// What the screens looked like when something went wrong.
async function seen(work) {
  try {
    await work();
  } catch (error) {
    for (const [i, person] of open.entries()) await screenshot(person.page, `failed.${i}`).catch(() => {});
    throw error;
  }
}

// rows: S1-10 S1-30 S2-15 S2-16 S2-17 S2-21 S3-03 S3-17
test('a volunteer reports offline, the desk dispatches, a worker settles offline, another confirms, the desk closes', { timeout: 900000 }, () => seen(async () => {
  const { volunteer, id } = await offlineReport('volunteer1', kPlacings[0]);
  const desk = await openDesktop(server.url);
  open.push(desk);
  await signIn(desk, 'desk1');
  await inSync(desk.page);
  await deskDoes(desk.page, id, '要求核实');

  const visitor = await openPhone(server.url, kHere); // the grid leader: verifies and visits
  open.push(visitor);
  await signIn(visitor, 'leader1');
  await verify(visitor.page);

  await deskDoes(desk.page, id, '立案');
  await deskDoes(desk.page, id, '派遣', toUnit(/小河社区网格工作站/));
  const worker = await openPhone(server.url, kHere);
  open.push(worker);
  await signIn(worker, 'worker1');
  await settle(worker); // the server opens the return visit by itself (T14)
  await visit(visitor.page);

  await deskDoes(desk.page, id, '结案', async (dialog) => {
    await fill(dialog.getByRole('textbox').first(), '气瓶隐患已消除，回访确认到位，予以结案。');
    const late = dialog.getByRole('textbox', { name: /超时/ });
    if ((await late.count()) > 0) await fill(late, '路上拥堵，到场较慢。');
  });
  for (const person of [desk, worker, visitor]) await isClosedFor(person, id);
  await isClosedFor(volunteer, id, kTold);
  assert.equal(await volunteer.page.getByText(kResult).count(), 0);
  await screenshot(volunteer.page, 'case_closed.phone.zh');
  await screenshot(desk.page, 'case_closed.desktop.zh');
  for (const person of [volunteer, desk, worker, visitor]) await done(person);

  await server.stop();
  const verified = runGezhi('verify', '--data', server.data);
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  server = await startServer({ data: server.data });
}));

// The way from the desk on is the same.
test('a volunteer reports offline where the phone stands, and the report comes with its grid', { timeout: 300000 }, () => seen(async () => {
  const { volunteer, id } = await offlineReport('volunteer2', kPlacings[1]);
  const { page } = volunteer;
  await go(page, `/case/${id}`);
  await seeText(page, kXiaohe.shows, kWait);
  assert.equal(await page.getByText('核定地点').count(), 0);
  await done(volunteer);
}));

// ---- every screen, looked at ----

// Opens the first row of the list whose name fits; false when there is none.
async function openRow(page, list, back) {
  const row = page.getByRole('list', { name: list }).getByRole('button').first();
  if ((await row.count()) === 0) return false;
  await press(row);
  await until('the row is open', () => !page.url().endsWith(back));
  return true;
}

// Names end in .phone.zh and so on. Light in Chinese, dark in English: both themes are seen.
async function tour(size, language) {
  const options = { locale: language === 'zh' ? 'zh-CN' : 'en-GB', colorScheme: language === 'zh' ? 'light' : 'dark', ...kHere };
  const openAs = async (name) => {
    const person = await (size === 'phone' ? openPhone : openDesktop)(server.url, options);
    if (name === undefined) return person;
    await signIn(person, name);
    await inSync(person.page);
    return person;
  };
  const shot = async (person, name) => {
    await sleep(500);
    await screenshot(person.page, `${name}.${size}.${language}`);
  };

  const stranger = await openAs();
  await stranger.page.getByRole('textbox').first().waitFor({ state: 'attached', timeout: kStart });
  await shot(stranger, 'sign_in');
  await done(stranger);

  const reporter = await openAs('volunteer1');
  for (const name of ['report', 'mine', 'settings', 'sync']) {
    await go(reporter.page, `/${name}`);
    await shot(reporter, name);
  }
  await done(reporter);

  const handler = await openAs('handler_enforcement');
  await go(handler.page, '/tasks');
  await shot(handler, 'tasks');
  assert.ok(await openRow(handler.page, /处置任务|Tasks/, '/tasks'));
  await shot(handler, 'task');
  const address = handler.page.url().split('#')[1];
  await go(handler.page, `${address}&do=result`);
  await shot(handler, 'task_result');
  const id = address.split('/task/')[1].split('?')[0];
  await go(handler.page, `/go/${id}`);
  await sleep(1000);
  await shot(handler, 'navigation');
  await go(handler.page, `/case/${id}`);
  await shot(handler, 'case');
  await done(handler);

  const leader = await openAs('leader1');
  for (const [name, words] of [['verification', /待核实|To verify/], ['visit', /待回访|To visit/]]) {
    await go(leader.page, '/tasks');
    const row = leader.page.getByRole('button', { name: words }).first();
    await row.waitFor({ state: 'attached', timeout: kWait });
    await press(row);
    await shot(leader, name);
  }
  await done(leader);
}

for (const size of ['phone', 'desktop']) {
  for (const language of ['zh', 'en']) {
    test(`the screens of the field on a ${size} in ${language}`, { timeout: 600000 }, () => tour(size, language));
  }
}
