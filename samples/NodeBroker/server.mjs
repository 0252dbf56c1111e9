// A minimal broker: single sign-on, account creation, deposit and withdrawal. Node 20, no packages; see README.md.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:https';
import { CrmError, crmCalls } from './crm-calls.mjs';
import { style } from './pages.mjs';
import { Platform } from './platform.mjs';
import { screens } from './screens.mjs';
import { readSettings } from './settings.mjs';
import { Store } from './store.mjs';

const settings = readSettings();
const store = new Store(settings.dataFile);
const platform = new Platform(settings, store);
const answerCall = crmCalls(settings, store);
const answerScreen = screens(settings, store, platform);
const largestBody = 64 * 1024;

const json = (status, body) => ({ status, headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' }, body: body ? JSON.stringify(body) : '' });

async function readText(request) {
  let text = '';
  for await (const part of request.setEncoding('utf8')) {
    if (text.length <= largestBody) text += part; // the rest is read and dropped, so that the caller sees the answer
  }
  if (text.length > largestBody) throw new CrmError(413, 'REQUEST_TOO_LARGE', 'The request body is larger than 64 kB');
  return text;
}

async function answer(request) {
  if (!URL.canParse(request.url, settings.publicUrl)) throw new CrmError(404, 'NOT_FOUND', 'There is nothing at this path');
  const url = new URL(request.url, settings.publicUrl);
  const { pathname: path, searchParams: query } = url;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (request.method === 'HEAD') query.delete('token'); // nothing is used up by a look
  if (path === '/style.css') return { status: 200, headers: { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'max-age=3600', 'X-Content-Type-Options': 'nosniff' }, body: style };
  const common = { method, path, query, headers: request.headers, address: request.socket.remoteAddress };
  const text = method === 'GET' ? '' : await readText(request);
  if (path.startsWith('/oauth2/')) {
    const { status, body } = answerCall({ ...common, text });
    return json(status, body);
  }
  const page = await answerScreen({ ...common, form: method === 'GET' ? null : new URLSearchParams(text) });
  if (!page) throw new CrmError(404, 'NOT_FOUND', 'There is nothing at this path');
  return page;
}

async function safely(request) {
  try {
    return await answer(request);
  } catch (error) {
    if (error instanceof CrmError) return json(error.status, error.body);
    const reference = randomUUID();
    console.error(`${reference} ${error.stack}`);
    return json(500, { error: 'Internal Server Error', message: `Unexpected failure, reference ${reference}`, code: 'UNKNOWN_ERROR' }); // ERR-18
  }
}

const server = createServer({ cert: settings.certificate, key: settings.key }, async (request, response) => {
  const { status, headers, body } = await safely(request);
  response.writeHead(status, status === 204 ? headers : { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(request.method === 'HEAD' ? '' : body);
  console.log(`${new Date().toISOString()} ${request.method} ${request.url.split('?')[0]} ${status} ${settings.brokerName} ${settings.crmName}`); // no query: tokens stand there (P2B-0-16)
});

/** A trader to try it with, made like any other; on the next start found again. */
async function createDemo({ email, password }) {
  const user = store.findUser(email) ?? await store.addUser({ email, password, firstName: 'Demo', lastName: 'Trader', lang: 'en', partnerId: null });
  while (true) {
    try {
      await platform.ensureUser(user, true);
      return await platform.openAccount(user, 'first', { currency: 'EUR', leverage: 100 });
    } catch (error) {
      console.error(`The demo trader has to wait: ${error.message}`);
      await new Promise((resolve) => { setTimeout(resolve, 2_000); });
    }
  }
}

server.listen(settings.port, '127.0.0.1', async () => {
  if (settings.demo) await createDemo(settings.demo);
  console.log(`ready ${settings.publicUrl}`);
});
server.on('error', (error) => {
  console.error(`The port cannot be used: ${error.code}`);
  process.exit(2);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
