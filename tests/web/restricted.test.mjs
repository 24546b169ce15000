// A restricted case from its dispatch to its end: sent only to who may see it, visited by the squad where the
// beat's own officer handled it, closed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { always, byRole, closeBrowser, fill, press, screenshot, see, seeText, startServer, until } from './harness.mjs';
import { atDesktop, choose, done, go, inSync, kWait, kXiaohe, onPhone } from './people.mjs';
import { closed, confirm, deskDoes, deskDoesFromAll, openAll, report, settled, signAndGo, toUnit, typed, visited } from './steps.mjs';

let server;
before(async () => {
  server = await startServer({ rota: always, presses: 'restrict_case dispatch_case visit_result close_case' });
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

test('a restricted case goes to who may see it, and the squad goes back to it', { timeout: 400000 }, async () => {
  const leader = await onPhone(server, 'leader1');
  const id = await report(leader.page, { nature: '矛盾纠纷', place: '小河社区', text: '邻居反映楼上夫妻争吵，有孩子在哭。' });
  const desk = await atDesktop(server, 'supervisor1');
  await deskDoesFromAll(desk.page, id, '设为限制类', async (dialog) => {
    await choose(desk.page, 'radio', '未成年人');
    await typed(desk.page, '理由', '家中有未成年人');
    await dialog.waitFor({ state: 'attached' });
  });
  await inSync(leader.page);
  await done(leader);
  await deskDoes(desk.page, id, '立案');
  // The village's own station is offered to nobody: nobody of it may see the case.
  await deskDoes(desk.page, id, '派遣', async (dialog) => {
    await toUnit(/2号警格警务室/)(dialog);
    await press(dialog.getByRole('button', { name: /^再看/ }).first()).catch(() => {});
    const stations = dialog.getByRole('radio', { name: /网格工作站/ });
    for (let i = 0; i < (await stations.count()); ++i) assert.equal(await stations.nth(i).getAttribute('aria-disabled'), 'true');
  });
  const officer = await onPhone(server, 'officer2');
  await signAndGo(officer.page, id, '到场了解情况');
  await settled(officer.page, id, '已上门劝解，孩子由外婆照看，社区每周走访。');
  await done(officer);

  const squad = await onPhone(server, 'squad1');
  await go(squad.page, '/squad_visits');
  await see(squad.page, 'button', '填报回访结果', kWait);
  await screenshot(squad.page, 'squad_visits.phone.zh');
  await press(byRole(squad.page, 'button', '填报回访结果').first());
  await until('the visit is open', () => squad.page.url().includes(`/visit/${id}`), kWait);
  await screenshot(squad.page, 'squad_visit.phone.zh');
  await visited(squad.page, id, { words: '外婆在家照看，孩子情绪平稳。' });
  await go(squad.page, '/squad_visits');
  await seeText(squad.page, '没有待回访的限制类案件', kWait);
  await done(squad);
  await closed(desk.page, id, '已上门劝解并安排照看，督导中队回访确认。');
  await done(desk);
});

// rows: S4-04
test('what the text speaks for is proposed when a case is triaged, a person chooses it, and no search finds its words', { timeout: 400000 }, async () => {
  const leader = await onPhone(server, 'leader1');
  const id = await report(leader.page, { nature: '矛盾纠纷', place: kXiaohe, text: '楼上大人外出，孩子独自在家哭闹，邻里为此争吵。' });
  await done(leader);
  const desk = await atDesktop(server, 'supervisor1');
  const { page } = desk;
  const all = await openAll(page, id);
  await press(all.getByRole('button', { name: '分流', exact: true }).first());
  const triage = page.getByRole('dialog', { name: '分流', exact: true });
  await triage.getByText(/^建议列入限制类：未成年人/).waitFor({ state: 'attached', timeout: kWait });
  await screenshot(page, 'triage_restricted.desktop.zh');
  await press(triage.getByRole('button', { name: '设为限制类', exact: true }));
  const form = page.getByRole('dialog', { name: '设为限制类', exact: true });
  await form.getByText(/建议列入限制类：未成年人/).first().waitFor({ state: 'attached', timeout: kWait });
  assert.equal(await form.locator('[aria-checked=true]').count(), 0, 'the person chooses');
  await choose(page, 'radio', '未成年人');
  await typed(page, '理由', '孩子无人照看，按规则列入。');
  await confirm(page);
  await go(page, `/desk/${id}`);
  await until('it is restricted', async () => /限制类|未成年人/.test(await page.getByRole('main').innerText()), kWait);

  await go(page, '/desk');
  await fill(byRole(page, 'textbox', '编号、地点或内容'), '大人外出，孩子独自在家');
  await seeText(page, '没有找到', kWait);
  await done(desk);
});
