// Somebody between app and server: a proxy that passes everything on, unless it is told a way to meddle. A way gets each
// request that is meddled with, and says what the app gets in its place.
//
//   const meddler = await Meddler.before(server.url);   // the app is opened at meddler.url
//   meddler.use('/api/sync', kFailures.portal);             // until meddler.use() without a way
import {createHash} from 'node:crypto';
import http from 'node:http';
import net from 'node:net';
import {sleep} from '../web/server.mjs';
import {exchange} from './client.mjs';
import {decodeStruct, encodeStruct} from './wire.mjs';

const kPage = Buffer.from('<!doctype html><title>Welcome</title><script>globalThis.poisoned = 1</script><h1>502 Bad Gateway</h1>\n');
const html = (status, headers = {}) => ({status, headers: {'Content-Type': 'text/html', ...headers}, body: kPage});

export class Meddler {
  static async before(origin) {
    const meddler = new Meddler();
    Object.assign(meddler, {origin, met: 0, sockets: new Set(), closed: false});
    meddler.server = http.createServer((request, response) => meddler.answer(request, response).catch(() => response.destroy()));
    meddler.server.on('upgrade', (request, socket, head) => meddler.upgrade(request, socket, head));
    meddler.server.on('connection', (socket) => {
      meddler.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => meddler.sockets.delete(socket));
    });
    await new Promise((resolve) => meddler.server.listen(0, '127.0.0.1', resolve));
    meddler.port = meddler.server.address().port;
    meddler.url = `http://127.0.0.1:${meddler.port}`;
    return meddler;
  }

  /** Of what is asked below `path`, each is met in this way from now on; without a way everything passes. */
  use(path = undefined, way = undefined) {
    Object.assign(this, {path, way, met: 0});
  }

  async answer(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    const pass = () => exchange(this.origin, request.method, request.url, {headers: request.headers, body: body.length ? body : null});
    const way = this.path !== undefined && request.url.startsWith(this.path) ? this.way : undefined;
    if (!way) return give(response, await pass());
    this.met++;
    await way({request, body, pass, response, give: (answer) => give(response, answer), meddler: this});
  }

  upgrade(request, socket, head) {
    const way = this.path !== undefined && request.url.startsWith(this.path) ? this.way : undefined;
    if (way) {
      this.met++;
      return way({request, socket, meddler: this});
    }
    const {hostname, port} = new URL(this.origin);
    const onward = net.connect(Number(port), hostname, () => {
      const lines = request.rawHeaders.map((word, at) => word + (at % 2 ? '\r\n' : ': ')).join('');
      onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines}\r\n`);
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  }

  /** All connections break, as they do when a phone changes its network. */
  cut() {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop() {
    this.use();
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function give(response, {status, headers, body}) {
  const {'transfer-encoding': chunked, 'content-length': length, ...kept} = headers;
  response.writeHead(status, {...kept, 'Content-Length': body.length}).end(body);
}

/** A whole answer of the server, changed as a struct. */
const changed = (change) => async ({pass, give}) => {
  const answer = await pass();
  const response = decodeStruct('Response', answer.body);
  change(response);
  give({...answer, body: encodeStruct('Response', response)});
};

const bytesChanged = (change) => async ({pass, give}) => {
  const answer = await pass();
  give({...answer, body: change(answer.body)});
};

/** Ways to meet a sync without a usable answer. In `lost` the server has taken in what was pushed. */
export const kFailures = {
  portal: async ({give}) => give(html(200)),
  gateway: async ({give}) => give(html(502, {'Retry-After': '1'})),
  elsewhere: async ({give}) => give(html(302, {Location: '/portal'})),
  sign_in_elsewhere: async ({give}) => give(html(401, {'WWW-Authenticate': 'Negotiate'})),
  not_modified: async ({give}) => give(html(204)),
  hangs_up: async ({response}) => response.destroy(),
  lost_gateway: async ({pass, give}) => give((await pass(), html(502))),
  lost_empty: bytesChanged(() => Buffer.alloc(0)),
  lost_half: bytesChanged((body) => body.subarray(0, body.length >> 1)),
  lost_more: bytesChanged((body) => Buffer.concat([body, body])),
  lost_turned: bytesChanged((body) => Buffer.from(body).reverse()),
  lost_cut: async ({pass, response}) => {
    const {status, headers, body} = await pass();
    response.writeHead(status, headers);
    response.write(body.subarray(0, body.length >> 1));
    await sleep(50);
    response.destroy();
  },
  deep: async ({give}) => give({status: 200, headers: {'Content-Type': 'application/cbor'}, body: Buffer.alloc(1 << 20, 0x81)}),
  large: async ({give}) => give({status: 200, headers: {}, body: Buffer.alloc(4 << 20, 0xbf)}),
  before: async ({pass, give, meddler}) => {
    // The answer of the exchange before in the place of this one's.
    const answer = await pass();
    give(meddler.kept ?? html(502));
    meddler.kept = answer;
  },
  other_number: changed((response) => (response.number += 1000)),
};

/** Ways that end with the answer of the server. */
export const kDelays = {
  asked_twice: async ({pass, give}) => give((await pass(), await pass())),
  slow: async ({pass, response}) => {
    const {status, headers, body} = await pass();
    response.writeHead(status, headers);
    for (let at = 0; at < body.length; at += Math.ceil(body.length / 20)) {
      response.write(body.subarray(at, at + Math.ceil(body.length / 20)));
      await sleep(60);
    }
    response.end();
  },
  late: async ({pass, give}) => {
    await sleep(2000);
    give(await pass());
  },
};

/**
 * Ways whose answer is one, with something in it that is not so: what they leave behind is mended by the next honest one.
 * Not among them: a `reset` beside a page that does not begin anew, after which a device believes that it has the street.
 */
export const kLies = {
  other_epoch: changed((response) => (response.epoch = 'another')),
  other_scope: changed((response) => (response.scope = '11'.repeat(32))),
  last_day: changed((response) => (response.server_time = 253402271999999)),
  first_day: changed((response) => (response.server_time = -62135625600000)),
  no_time: changed((response) => (response.server_time = 0)),
  beyond_time: changed((response) => (response.server_time = 2n ** 63n - 1n)),
  before_time: changed((response) => (response.server_time = -(2n ** 63n))),
  no_operation: changed((response) => (response.problems = [{index: 2 ** 32, op: '22'.repeat(16), what: 'id_taken'}])),
  stranger: changed((response) => response.receipts.push({op: '33'.repeat(16), shard: 1, seq: 1, received_at: 1})),
  old_app: changed((response) => (response.update_app = true)),
  old_mark: changed((response) => (response.mark = Buffer.alloc(4096, 1))),
  no_entries: changed((response) => {
    for (const page of response.pages) page.items.push({entry: Buffer.from('ff', 'hex'), removed: '00'.repeat(16)}, {entry: Buffer.alloc(0), removed: '44'.repeat(16)});
  }),
};

const frame = (opcode, body) => Buffer.concat([Buffer.from([0x80 | opcode, ...(body.length < 126 ? [body.length] : [126, body.length >> 8, body.length & 255])]), body]);

/** Ways to meet the channel that pokes. */
export const kPokes = {
  refused: ({socket}) => socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi'),
  dead: ({socket}) => socket.destroy(),
  silent: () => {},
  noise: ({request, socket}) => {
    accept(request, socket);
    for (const body of ['', '{}', '[]', 'null', '{"shards":', '{"shards":[{"shard":-1,"seq":1e400}]}', '<h1>', '\u0000', 'x'.repeat(60000)]) socket.write(frame(1, Buffer.from(body)));
    socket.write(frame(2, Buffer.alloc(300, 0xff)));
    socket.write(Buffer.from('ffffffffffffffffffff', 'hex'));
  },
};

function accept(request, socket) {
  const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
}
