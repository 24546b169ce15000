// The operations that no other test presses, through the app as their people find them: at the desk in the
// list of all operations, on a phone in the groups of the case's page or on the task's. What the journal
// lacks at the end was never taken; the lint holds the files together against all operations that people make.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { addUser, always, byRole, closeBrowser, press, removeFolder, screenshot, see, seeText, startServer, temporaryFolder, until } from './harness.mjs';
import { atDesktop, choose, go, inSync, kWait, onPhone, rest, saysWhyAway, searchPlace } from './people.mjs';
import { actFromCase, confirm, deskDoes, deskDoesFromAll, openAll, openTask, pick, report, serveNotice, settled, signAndGo, toUnit, typed } from './steps.mjs';

const kPlace = '小河社区';
const kPresses = `reject_case merge_case transfer_case start_task return_task cancel_task ask_suspend suspend_case resume_case
  open_visit read_contact record_call restrict_case relate_cases ask_footage answer_footage call_chain answer_hop
  blow_whistle check_in log_round escalate give_fast_lane propose_notice schedule_session fail_mediation sign_failure
  raise_tier withdraw_mediation sample_result
  answer_transfer bounce_transfer place_case decline_notice withdraw_notice record_statement answer_statement lower_tier`;

let folder;
let server;
const people = new Map();
before(async () => {
  folder = temporaryFolder('operations');
  server = await startServer({ data: path.join(folder, 'data'), rota: always, prepare: addFireman, presses: kPresses });
});
after(async () => {
  await closeBrowser();
  try {
    await server?.stop();
  } finally {
    removeFolder(folder);
  }
});

// Who handles for the fire station and sits at the desk besides: one person may hold both.
function addFireman(data) {
  addUser(data, 'fireman', '消防经办人兼派遣员', [['handler_fire', 'handler'], ['desk1', 'dispatcher']]);
}

async function as(name, open = onPhone) {
  if (!people.has(name)) people.set(name, await open(server, name));
  return people.get(name).page;
}
const atDesk = () => as('supervisor1', atDesktop);

async function lived(work) {
  try {
    await work();
    for (const [name, person] of people) assert.deepEqual(person.errors, [], name);
  } catch (error) {
    for (const [name, person] of people) await screenshot(person.page, `failed.operations.${name}`).catch(() => {});
    throw error;
  }
}

// What the title says that waits for somebody.
const waiting = async (page) => Number((await page.title()).match(/^\((\d+)\) /)?.[1] ?? 0);

// What stands behind "more" on the task's page.
async function more(page, id, button) {
  await openTask(page, id);
  await press(await see(page, 'button', '更多', kWait));
  await press(await see(page, 'button', button, kWait));
}

// 拒收，留置送达: refused without a witness and a picture of where it was left.
async function leftAtPlace(page) {
  await choose(page, 'radio', '拒收，留置送达');
  await typed(page, /^送达情况/, '管理单位负责人拒收，无正当事由。');
  await press(byRole(page, 'button', '登记送达').last());
  await seeText(page, /缺少凭证|请填写：/, kWait);
  assert.ok(page.url().includes('/deliver_notice'));
  await typed(page, /^见证人/, '社区居委会工作人员');
  const chooser = page.waitForEvent('filechooser');
  await press(byRole(page, 'button', '从相册选').first());
  await (await chooser).setFiles({ name: 'door.jpg', mimeType: 'image/jpeg', buffer: await page.screenshot({ type: 'jpeg', quality: 50 }) });
  await until('the photo is there', async () => (await page.getByRole('button', { name: /^删除照片/ }).count()) === 1, kWait);
  await screenshot(page, 'op_left_at_place.phone.zh');
}

const hazard = { nature: '安全隐患', place: kPlace };

test('at intake: called about and transferred, verified and rejected, merged, related, restricted', { timeout: 600000 }, () => lived(async () => {
  const leader = await as('leader1');
  const desk = await atDesk();
  const moved = await report(leader, { nature: '噪音扰民', place: kPlace, text: '夜间工地打桩，居民无法入睡。' });
  await deskDoesFromAll(desk, moved, '登记三方通话', async (dialog) => {
    await press(dialog.getByRole('radiogroup', { name: '通话对方' }).getByRole('radio', { name: '12345 热线' }));
    await choose(desk, 'radio', '对方受理');
    await typed(desk, '情况说明', '经与热线通话，由热线转住建部门办理。');
    await screenshot(desk, 'op_call.desktop.zh');
  });
  await deskDoesFromAll(desk, moved, '移交', async () => {
    await choose(desk, 'radio', '12345 热线');
    await typed(desk, '回执编号', '热线〔2026〕11-2907');
    await typed(desk, '理由', '工地夜间施工许可由住建部门管理。');
    await screenshot(desk, 'op_transfer.desktop.zh');
  });
  await deskDoesFromAll(desk, moved, '登记移交反馈', async () => {
    await choose(desk, 'radio', '已受理');
    await typed(desk, '情况说明', '热线已受理，转住建部门核查。');
    await screenshot(desk, 'op_answer_transfer.desktop.zh');
  });
  await deskDoesFromAll(desk, moved, '登记移交退回', () => typed(desk, '理由', '住建部门答复：该处无施工许可，属街道巡查职责。'));
  await deskDoesFromAll(desk, moved, '核定地点', async () => {
    await searchPlace(desk, kPlace);
    await typed(desk, '情况说明', '经电话核实，在社区东侧工地。');
    await screenshot(desk, 'op_place.desktop.zh');
  });

  const untrue = await report(leader, { ...hazard, text: '桥洞下疑似堆放易燃物。' });
  await deskDoes(desk, untrue, '要求核实');
  const worker = await as('worker1');
  await inSync(worker);
  await go(worker, `/verify/${untrue}`);
  await choose(worker, 'radio', '情况不存在');
  await typed(worker, '现场情况', '现场查看只有落叶，没有易燃物。');
  await saysWhyAway(worker);
  await press(byRole(worker, 'button', '提交核实结果').last());
  await until('it is handed in', () => !worker.url().includes('/verify/'), kWait);
  await inSync(worker);
  await rest(worker);
  await deskDoes(desk, untrue, '不予立案', () => typed(desk, '不予立案的理由', '经网格员现场核实，桥洞下没有易燃物。'));

  const first = await report(leader, { ...hazard, text: '沿河栏杆松动，儿童攀爬有坠落危险。' });
  const again = await report(leader, { ...hazard, text: '沿河栏杆还是松动，没有人来修。' });
  await deskDoesFromAll(desk, again, '关联案件', async (dialog) => {
    await press(dialog.getByRole('button', { name: /儿童攀爬/ }).first());
    await choose(desk, 'radio', '同一地点');
    await typed(desk, '理由', '两次上报同一段栏杆。');
    await screenshot(desk, 'op_relate.desktop.zh');
  });
  await deskDoesFromAll(desk, again, '并案', async (dialog) => {
    await press(dialog.getByRole('button', { name: /儿童攀爬/ }).first());
    await typed(desk, '理由', '与前一件为同一处栏杆。');
    await screenshot(desk, 'op_merge.desktop.zh');
  });
  await deskDoesFromAll(desk, first, '设为限制类', async () => {
    await choose(desk, 'radio', '未成年人');
    await typed(desk, '理由', '涉及未成年人安全，限制知悉范围。');
    await screenshot(desk, 'op_restrict.desktop.zh');
  });
}));

// rows: S1-13 S3-10
test('while it is handled: footage, chain, whistle and rounds, hung up, speeded up, orders taken back, visit by hand', { timeout: 600000 }, () => lived(async () => {
  const leader = await as('leader1');
  const desk = await atDesk();
  const id = await report(leader, {
    ...hazard,
    text: '配电房旁堆放纸箱，疏散通道被堵。',
    more: async () => {
      await press(byRole(leader, 'switch', /联系方式|回电/).first());
      await typed(leader, '电话', '0571-88001234 转 801');
    },
  });
  await deskDoes(desk, id, '立案');
  await deskDoes(desk, id, '派遣', toUnit(/消防/));
  await press((await openAll(desk, id)).getByRole('button', { name: '查看联系方式', exact: true }));
  await typed(desk, '查看理由', '回电核实通道位置');
  await press(await see(desk, 'button', '查看', kWait));
  await seeText(desk, /0571-88001234-801/, kWait);
  await screenshot(desk, 'op_contact.desktop.zh');
  await rest(desk);

  const fire = await as('fireman');
  await signAndGo(fire, id, '已到配电房');
  await more(fire, id, '开始处置');
  await inSync(fire);
  await actFromCase(fire, id, '申请调阅视频', async () => {
    for (const [group, time] of [['从', '3 小时前'], ['到', '现在']]) {
      await press(fire.getByRole('radiogroup', { name: group, exact: true }).getByRole('radio', { name: time }));
    }
    await typed(fire, '理由', '查看通道何时被堵，只看通道口。');
    await screenshot(fire, 'op_footage.phone.zh');
  });
  await deskDoesFromAll(desk, id, '答复视频调阅', async () => {
    await choose(desk, 'radio', '同意调阅');
    await typed(desk, '情况说明', '同意调阅通道口一小时。');
  });
  await actFromCase(fire, id, '启动联络链', async () => {
    await typed(fire, /^联系人/, '物业负责人');
    await typed(fire, '情况说明', '请安排人员清理纸箱。');
    await screenshot(fire, 'op_chain.phone.zh');
  });
  await actFromCase(fire, id, '登记联络回复', () => typed(fire, '情况说明', '物业已安排人员清理。'));

  await actFromCase(leader, id, '吹哨', async () => {
    await pick(leader, '单位', /小河社区网格工作站/);
    await pick(leader, '任务类型', '现场监督');
    await typed(leader, '监督次数', '1');
    await typed(leader, '理由', '通道反复被堵，需要蹲守监督。');
    await screenshot(leader, 'op_whistle.phone.zh');
  });
  const worker = await as('worker1');
  await openTask(worker, id);
  await press(await see(worker, 'button', '到场报到', kWait));
  await typed(worker, '报到情况', '已到配电房报到。');
  await saysWhyAway(worker);
  await press(byRole(worker, 'button', '报到').last());
  await until('it is checked in', () => !worker.url().includes('/act/'), kWait);
  await inSync(worker);
  await openTask(worker, id);
  await press(await see(worker, 'button', '登记一次现场监督', kWait));
  await typed(worker, '监督情况', '蹲守一小时，没有新的堆放。');
  await saysWhyAway(worker);
  await screenshot(worker, 'op_round.phone.zh');
  await press(byRole(worker, 'button', '登记现场监督').last());
  await until('the round is entered', () => !worker.url().includes('/act/'), kWait);
  await settled(worker, id, '蹲守期间未发现新的堆放行为。');
  const before = await waiting(worker);
  await deskDoesFromAll(desk, id, /^退回重办/, () => typed(desk, '退回重办的理由', '请再看一次晚高峰。'));
  await until('the order that came back is counted', async () => (await waiting(worker)) > before, kWait);
  await deskDoesFromAll(desk, id, /^撤销任务.*网格工作站/, () => typed(desk, '撤销理由', '通道已清空，不必再蹲守。'));

  for (const [operation, button, there] of [['add_note', '前往办理', '/case/'], ['submit_task', '打开任务', '/task/']]) {
    await go(fire, `/act/${id}/${operation}`);
    const way = await see(fire, 'button', button, kWait);
    await screenshot(fire, `op_elsewhere_${operation}.phone.zh`);
    await press(way);
    await until(`${operation} is where it is done`, () => fire.url().includes(there), kWait);
  }
  await go(fire, `/act/${id}/nonsense`);
  await see(fire, 'heading', '没有这项操作', kWait);

  await more(fire, id, '申请挂账');
  await choose(fire, 'radio', '7 天');
  await typed(fire, '理由', '需等供电公司停电窗口后移柜。');
  await typed(fire, '依据文件或审批意见文号', '供电停〔2026〕11号');
  await screenshot(fire, 'op_suspend.phone.zh');
  await confirm(fire);
  await deskDoesFromAll(desk, id, '批准挂账', async () => {
    await choose(desk, 'radio', /^按申请/);
    await typed(desk, '批准理由', '情况属实，同意挂账。');
  });
  await go(fire, '/tasks');
  await press(await see(fire, 'button', /已挂账/, kWait));
  await seeText(fire, /本案已挂账，计划 .* 恢复处置/, kWait);
  assert.equal(await fire.getByText('不能进行此项操作').count(), 0); // nobody asked for anything
  await screenshot(fire, 'task_suspended.phone.zh');
  await deskDoesFromAll(desk, id, '恢复处置', () => typed(desk, '恢复处置的理由', '停电窗口提前，恢复处置。'));
  await deskDoesFromAll(desk, id, '催办督办', async () => {
    // Only what the rules accept next; what they would refuse stands below with its reason.
    assert.equal(await desk.getByRole('radio', { name: '效能记录' }).count(), 0);
    await seeText(desk, '效能记录', kWait);
    await choose(desk, 'radio', '催办');
    await typed(desk, '催办督办内容', '请于今日完成移柜。');
    await screenshot(desk, 'op_escalate.desktop.zh');
  });
  await deskDoesFromAll(desk, id, '开通绿色通道', async () => {
    await choose(desk, 'radio', '明天上午');
    await typed(desk, '理由', '关系居民用电安全，优先办理。');
    await screenshot(desk, 'op_fast_lane.desktop.zh');
  });

  await serveNotice(fire, id, { number: '拱消责改〔2026〕第045号', addressee: '配电房管理单位', items: '清空疏散通道', basis: '《中华人民共和国消防法》第二十八条', deliver: leftAtPlace });
  await seeText(fire, /拒收，留置送达/, kWait);
  await actFromCase(fire, id, '登记陈述申辩', () => typed(fire, '陈述、申辩内容', '纸箱为快递临时堆放，已要求搬离。'));
  await actFromCase(fire, id, '答复陈述申辩', async () => {
    await choose(fire, 'radio', '采纳');
    await typed(fire, '答复意见', '经查属快递临时堆放，通道已清空，另行撤回通知书。');
    await screenshot(fire, 'op_statement.phone.zh');
  });
  await actFromCase(fire, id, '撤回整改通知书', () => typed(fire, '理由', '通道已清空，采纳管理单位的陈述。'));

  // Handed in without network, the visit is still the person's to open; online the street would do it.
  await openTask(fire, id);
  await people.get('fireman').offline(true);
  await press(await see(fire, 'button', '填写处置结果', kWait));
  await choose(fire, 'radio', '已解决');
  await typed(fire, '处置说明', '纸箱全部清走，配电柜已移位，通道畅通。');
  await press(byRole(fire, 'button', '提交反馈').last());
  await until('the result is taken', async () => (await byRole(fire, 'button', '提交反馈').count()) === 0, kWait);
  await go(fire, `/case/${id}`);
  await press((await see(fire, 'button', '启动回访', kWait)));
  await press(fire.getByRole('dialog').last().getByRole('button').last());
  await until('the visit is open', async () => (await fire.getByRole('dialog').count()) === 0, kWait);
  await people.get('fireman').offline(false);
  await inSync(fire);
  await seeText(fire, '回访核查中', kWait);
}));

test('in mediation: a session planned, a failure reported and not signed, ended, taken up again and raised; a notice proposed', { timeout: 600000 }, () => lived(async () => {
  const desk = await atDesk();
  const id = await report(await as('leader1'), { nature: '矛盾纠纷', place: kPlace, text: '楼上楼下因楼道堆物多次争吵。' });
  await deskDoes(desk, id, '立案');
  await deskDoes(desk, id, '派遣', toUnit(/矛盾纠纷调解室/));
  const mediator = await as('mediator1');
  await signAndGo(mediator, id, '双方到调解室');
  const opens = () => actFromCase(mediator, id, '受理调解', async () => {
    for (const i of [0, 1]) await press(mediator.getByRole('checkbox', { name: '同意调解' }).nth(i));
    await press(mediator.getByRole('checkbox', { name: '已告知其他途径' }));
    await choose(mediator, 'radio', '当场调解');
  });
  await opens();
  await actFromCase(mediator, id, '约定调解', async () => {
    await choose(mediator, 'radio', '明天下午');
    await screenshot(mediator, 'op_schedule.phone.zh');
  });
  await actFromCase(mediator, id, '报告调解不成', () => typed(mediator, '理由', '双方分歧较大，一方不肯让步。'));
  const chief = await as('chief1');
  await actFromCase(chief, id, '首席调解员签署', async () => {
    await choose(chief, 'radio', '再调解一次');
    await typed(chief, '情况说明', '请再约一次，邀请楼组长参加。');
    await screenshot(chief, 'op_sign_failure.phone.zh');
  });
  await actFromCase(mediator, id, '建议责令整改', async () => {
    await typed(mediator, /^整改内容/, '清空楼道堆物');
    await typed(mediator, '情况说明', '楼道堆物堵住消防通道。');
    await screenshot(mediator, 'op_propose.phone.zh');
  });
  await deskDoesFromAll(desk, id, '不采纳整改建议', () => typed(desk, '理由', '堆物当日已清空，不再开具通知书。'));
  await actFromCase(mediator, id, '终止调解', async () => {
    await choose(mediator, 'radio', '申请方');
    await typed(mediator, '理由', '一方要求先清理再谈。');
  });
  await opens();
  await actFromCase(mediator, id, '提级调解', async () => {
    await choose(mediator, 'radio', '村社调解');
    await pick(mediator, '接办单位', /小河社区网格工作站/);
    await typed(mediator, '理由', '当场调解两次未成，请社区组织调解。');
    await screenshot(mediator, 'op_raise_tier.phone.zh');
  });
  await deskDoesFromAll(desk, id, '交办下级调解', async () => {
    await choose(desk, 'radio', '当场调解');
    await pick(desk, '接办单位', /即时处置队/);
    await typed(desk, '理由', '双方愿意当场再谈一次。');
    await screenshot(desk, 'op_lower_tier.desktop.zh');
  });
}));

// rows: S2-29
test('what was drawn is sampled by the squad, from its list', { timeout: 600000 }, () => lived(async () => {
  const squad = await as('squad1');
  await go(squad, '/sampling');
  await press(await see(squad, 'button', '填报抽查结果', kWait));
  await until('its page is open', () => squad.url().includes('/act/'), kWait);
  await choose(squad, 'radio', '抽查合格');
  await typed(squad, '情况说明', '到现场查看，处置到位，群众认可。');
  await screenshot(squad, 'op_sample.phone.zh');
  await press(byRole(squad, 'button', '填报抽查结果').last());
  await until('it is taken', () => !squad.url().includes('/act/'), kWait);
  await inSync(squad);
}));
