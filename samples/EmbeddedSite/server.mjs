// A site of a broker: its own users, its own pages, and trading in them. Node 20, no packages; see README.md.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { request } from 'node:https';

const folder = process.env.DRAWBRIDGE_DATA ?? '.drawbridge';
const up = Object.fromEntries(readFileSync(`${folder}/up.env`, 'utf8').split('\n').filter((line) => line.includes('=')).map((line) => line.split(/=(.*)/s).slice(0, 2)));
const port = Number(process.env.PORT ?? 8443);
const user = { email: up.DEMO_EMAIL }; // stands for the session of your site

const pages = { '/': 'page.html', '/static': 'static.html' };
const names = { BROKER_URL: up.BROKER_URL, BROKER: up.BROKER_NAME, CRM: up.BROKER_CRM_NAME };

/** Asks the management API for a token that carries this user into the platform. The key never leaves the server. */
function newToken(email) {
  const body = JSON.stringify({ brokerName: up.BROKER_NAME, email });
  return new Promise((resolve, reject) => {
    const call = request(`${up.BROKER_URL}/api/v1/onetime-tokens`, {
      method: 'POST', ca: readFileSync(up.CA_CERT), timeout: 10_000,
      headers: { Authorization: `Bearer ${up.MANAGEMENT_API_KEY}`, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
    }, async (answer) => {
      let text = '';
      for await (const part of answer) text += part;
      if (answer.statusCode === 201) resolve(JSON.parse(text).token);
      else reject(new Error(`the management API answered ${answer.statusCode}`));
    });
    call.on('timeout', () => call.destroy(new Error('the management API does not answer')));
    call.on('error', reject);
    call.end(body);
  });
}

async function answer(question, response) {
  const path = question.url.split('?')[0];
  response.setHeader('Cache-Control', 'no-store');
  if (question.method === 'POST' && path === '/trade-token') {
    if (!user) return response.writeHead(401).end('{}');
    if (question.headers['content-type'] !== 'application/json') return response.writeHead(415).end('{}'); // other sites cannot send this
    return response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ token: await newToken(user.email) }));
  }
  if (question.method !== 'GET' || !pages[path]) return response.writeHead(404).end();
  const page = readFileSync(new URL(pages[path], import.meta.url), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, name) => names[name]);
  return response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': `default-src 'none'; script-src ${up.BROKER_URL}; frame-src ${up.BROKER_URL}; connect-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'`,
  }).end(page);
}

const tls = { key: readFileSync(process.env.TLS_KEY ?? `${folder}/certs/server.key`), cert: readFileSync(process.env.TLS_CERT ?? `${folder}/certs/server.crt`) };
createServer(tls, (question, response) => {
  answer(question, response).catch((error) => {
    console.error(error.message);
    response.writeHead(502).end('{}');
  });
}).listen(port, () => console.log(`https://shop.localhost:${port}/`));
