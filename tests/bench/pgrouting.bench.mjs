// road.path.pgr_*: the ways of road.route.jinan and their edges beside pgRouting, in a throw-away PostgreSQL
// that this program starts on a socket below build/ and removes again. Microseconds, ours from a program
// run just before; pgRouting's by the server's own clock (pgrouting.sql). Every cost is compared.
//
//   road.path.pgr_dijkstra, .pgr_astar, .pgr_bdastar   one pair a query, which reads the whole table
//   ….box                   with the usual advice, a box round the pair in the inner query
//   road.nearest.pgr_dijkstraCost[.fresh]   500 units to one place; ours knowing the units, or fresh
//   road.route.pgr_dijkstraCost             200 pairs in one query, durations only: the table is read once
//
// Where it is ahead in what it does, not in time: a changed cost counts in the next query, with no
// hierarchy to make anew, and the cost may be any SQL.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const roads = path.join(process.env.GEZHI_SHARED_DATA ?? path.join(root, '../shared/data'), 'roads/jinan/edges.shp');
const given = path.join(root, 'build/bench-jinan');
const cluster = path.join(root, 'build/pgrouting');

// Said as gezhi_bench says it (bench.h); status 3 is known to tests/report.sh.
function rivalIsMissing() {
  for (const name of ['road.path', 'road.nearest', 'road.route']) {
    console.log(JSON.stringify({ name: `${name}.pgr`, value: null, unit: 'us', rival: 'pgRouting', rival_value: null, ratio: null, missing: true }));
    console.log(`MISSING RIVAL pgRouting: its figure is left out of ${name}`);
  }
  process.exit(3);
}

// PostgreSQL's programs, of the newest version that has the extension.
function programs() {
  const has = (version) => existsSync(`/usr/share/postgresql/${version}/extension/pgrouting.control`);
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').filter(has) : [];
  if (versions.length === 0) rivalIsMissing();
  return `/usr/lib/postgresql/${versions.sort((a, b) => b - a)[0]}/bin`;
}

// PostgreSQL does not run as root: as its package's own user then.
function somebody() {
  if (process.getuid() !== 0) return {};
  const id = (what) => Number(spawnSync('id', [what, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

const bin = programs();
if (!existsSync(roads)) {
  console.log('road.path left out: the roads of Jinan are not there');
  process.exit(0);
}
const user = somebody();

function run(program, args, options = {}) {
  const done = spawnSync(program, args, { encoding: 'utf8', ...options });
  if (done.status !== 0) throw new Error(`${path.basename(program)} failed: ${done.stderr}${done.error ?? ''}`);
  return done.stdout;
}

const sql = (...args) => run(`${bin}/psql`, ['-X', '-q', '-t', '-A', '-h', cluster, '-U', 'gezhi', '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', ...args]);
const ask = (query) => JSON.parse(sql('-c', `select to_json(answer) from ${query} as answer`));

async function startServer() {
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { mode: 0o700 });
  if (user.uid !== undefined) chownSync(cluster, user.uid, user.gid);
  const options = { ...user, cwd: cluster };
  const data = path.join(cluster, 'data');
  run(`${bin}/initdb`, ['-D', data, '-A', 'trust', '-U', 'gezhi', '-E', 'UTF8', '--locale=C', '--no-sync'], options);
  const settings = ['listen_addresses=', 'fsync=off', 'jit=off', 'shared_buffers=256MB', 'max_parallel_workers_per_gather=0'];
  const log = openSync(path.join(root, 'build/log/pgrouting.log'), 'w');
  const server = spawn(`${bin}/postgres`, ['-D', data, '-k', cluster, ...settings.flatMap((one) => ['-c', one])], { ...options, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new Promise((resolve) => server.on('exit', resolve));
  const isReady = () => spawnSync(`${bin}/pg_isready`, ['-q', '-h', cluster]).status === 0;
  for (let i = 0; i < 100 && !isReady(); ++i) await sleep(200);
  return async () => {
    server.kill('SIGINT');
    await ended;
    rmSync(cluster, { recursive: true, force: true });
  };
}

function print(name, value, rival, theirs) {
  const round = (number, digits) => Number(number.toPrecision(digits));
  console.log(JSON.stringify({ name, value: round(value, 6), unit: 'us', rival, rival_value: round(theirs, 6), ratio: round(theirs / value, 3) }));
}

function load() {
  sql('-f', path.join(root, 'tests/bench/pgrouting.sql'));
  for (const table of ['edges (id, source, target, cost, reverse_cost, x1, y1, x2, y2)', 'pairs', 'units']) {
    sql('-c', `\\copy ${table} from '${path.join(given, table.split(' ')[0])}.csv' csv header`);
  }
  sql('-c', 'call prepare()');
}

const ways = (count) => (count === 0 ? 'every answer as ours' : `${count} answers not as ours`);

function race() {
  const ours = JSON.parse(readFileSync(path.join(given, 'ours.json'), 'utf8'));
  const rival = `pgRouting ${ask('pgr_version()')}`;
  const rows = ask('(select count(*) from edges)').count;
  console.log(`pgRouting makes its graph anew from ${rows} rows for each query: ${Math.round(ask('fixed_us()'))} us between neighbours`);
  for (const algorithm of ['pgr_dijkstra', 'pgr_astar', 'pgr_bdastar']) {
    for (const boxed of [false, true]) {
      const { us, differ } = ask(`race('${algorithm}', ${boxed})`);
      print(`road.path.${algorithm}${boxed ? '.box' : ''}`, ours.path, `${rival} ${algorithm}, ${boxed ? 'edges in a box' : 'all edges'}, ${ways(differ)}`, us);
    }
  }
  const units = ask('race_units()');
  const batch = `${rival} pgr_dijkstraCost, 500 units and a place, ${ways(units.differ)}`;
  print('road.nearest.pgr_dijkstraCost', ours.known, batch, units.us);
  print('road.nearest.pgr_dijkstraCost.fresh', ours.fresh, batch, units.us);
  const together = ask('race_together()');
  print('road.route.pgr_dijkstraCost', ours.duration, `${rival} pgr_dijkstraCost, 200 pairs in one query, ${ways(together.differ)}`, together.us);
}

run(path.join(root, 'build/release/tests/gezhi_bench'), ['road.export'], { cwd: root });
mkdirSync(path.join(root, 'build/log'), { recursive: true });
const stop = await startServer();
try {
  load();
  race();
} finally {
  await stop();
}
