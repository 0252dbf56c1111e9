// Calls 3.1 to 3.5, 3.11 and 3.12, which the broker makes (docs/protocol/broker-to-platform.md).
import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:https';

const md5 = (text) => createHash('md5').update(text).digest('hex'); // as the protocol wants it
const timeout = 10_000;

/** The platform said no: nothing happened. */
export class Refused extends Error {
  constructor(status, code) {
    super(`${status} ${code}`);
    Object.assign(this, { status, code });
  }
}

/** Nobody knows whether it happened: no answer, or none that can be read. */
export class InDoubt extends Error {}

export class Platform {
  #settings;
  #token = null;
  #opening = new Map();

  constructor(settings, store) {
    this.#settings = settings;
    this.store = store;
  }

  /** 3.2. If the platform knows the address already, its user is found by 3.11, but only for somebody who `mayAdopt` it: who has proved that the address is theirs (FLOW-CREATE-21). */
  async ensureUser(user, mayAdopt) {
    if (user.userId) return true;
    try {
      const created = await this.#call('POST', '/cid/oauth2/ctid/create', { brokerCrmName: this.#settings.crmName, email: user.email, firstName: user.firstName, preferredLanguage: user.lang });
      user.userId = created.userId;
    } catch (error) {
      if (error.code !== 'CH_EMAIL_ALREADY_EXISTS') throw error; // after a lost answer the next attempt comes here, too
      if (!mayAdopt) return false;
      const found = await this.#call('GET', `/cid/oauth2/ctid/userId?brokerCrmName=${encodeURIComponent(this.#settings.crmName)}&email=${encodeURIComponent(user.email)}`);
      if (!found?.userId) throw error;
      user.userId = found.userId;
    }
    this.store.save(); // B2P-3.2-16: whose number it is
    return true;
  }

  /** 3.3 and 3.4. The same key opens one account, however often and from wherever it is asked for (FLOW-CREATE-22). */
  openAccount(user, key, { currency, leverage }) {
    const running = `${user.id} ${key}`;
    if (!this.#opening.has(running)) this.#opening.set(running, this.#openAccount(user, key, currency, leverage).finally(() => this.#opening.delete(running)));
    return this.#opening.get(running);
  }

  async #openAccount(user, key, currency, leverage) {
    let account = user.accounts.find((each) => each.key === key);
    if (!account) {
      account = { key, reference: `ref:${randomBytes(12).toString('hex')}`, passwordMd5: md5(randomBytes(16).toString('hex')), currency, leverage, login: null, linked: false, sentAt: null };
      user.accounts.push(account);
    }
    account.login ??= await this.#findSent(account) ?? await this.#createTrader(user, account);
    this.store.save();
    if (!account.linked) {
      try {
        const link = await this.#call('POST', '/cid/ctid/link', { environmentName: 'live', brokerName: this.#settings.brokerName, traderLogin: account.login, traderPasswordHash: account.passwordMd5, userId: user.userId, returnAccountDetails: true });
        account.ctidTraderAccountId = link?.ctidTraderAccountId ?? null;
      } catch (error) {
        if (error.code !== 'CH_TRADER_ALREADY_LINKED') throw error; // an answer was lost on the way
      }
      Object.assign(account, { linked: true, passwordMd5: null });
      this.store.save();
    }
    return account;
  }

  async #createTrader(user, account) {
    account.sentAt = Date.now(); // written down first: if no answer comes, the account may be there all the same
    this.store.save();
    try {
      const trader = await this.#call('POST', '/v2/webserv/traders', {
        accessRights: 'FULL_ACCESS', accountType: 'HEDGED', balance: 0, brokerName: this.#settings.brokerName, depositCurrency: account.currency, groupName: 'Default',
        hashedPassword: account.passwordMd5, leverageInCents: account.leverage * 100, totalMarginCalculationType: 'MAX', name: user.firstName, lastName: user.lastName,
        contactDetails: { email: user.email }, description: account.reference,
      });
      return trader.login;
    } catch (error) {
      if (error instanceof Refused) account.sentAt = null;
      throw error;
    }
  }

  /** The account of an earlier request whose answer was lost, by the reference in its description. */
  async #findSent(account) {
    if (!account.sentAt) return null;
    const time = (at) => new Date(at).toISOString();
    const list = await this.#call('GET', `/v2/webserv/traders?from=${time(account.sentAt - 60_000)}&to=${time(Date.now() + 60_000)}`);
    return list.trader.find((trader) => trader.description === account.reference)?.login ?? null;
  }

  /** 3.5. `type` is DEPOSIT or WITHDRAW. There is no idempotency key: never repeat it when in doubt (B2P-3.5-13). */
  async changeBalance(login, type, amount, reference) {
    const answer = await this.#call('POST', `/v2/webserv/traders/${login}/changebalance`, { login, preciseAmount: amount, type, externalId: reference });
    return answer.balanceHistoryId;
  }

  /** Balance as text, exact by its `moneyDigits` (B2P-0-11). */
  async balance(login) {
    const { balance, moneyDigits = 2, depositCurrency } = await this.#call('GET', `/v2/webserv/traders/${login}`);
    const digits = String(balance).padStart(moneyDigits + 1, '0');
    return { text: moneyDigits ? `${digits.slice(0, -moneyDigits)}.${digits.slice(-moneyDigits)}` : digits, currency: depositCurrency };
  }

  /** 3.12: the user logged out in the client area. */
  logOut(user) {
    return this.#call('POST', `/cid/oauth2/ctid/logout?brokerCrmName=${encodeURIComponent(this.#settings.crmName)}&userId=${user.userId}`);
  }

  async #call(method, path, body) {
    this.#token ??= await this.#logIn();
    const used = this.#token;
    try {
      return await this.#send(method, withToken(path, used), body);
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'AUTHENTICATION_FAILED')) throw error;
      if (this.#token === used) this.#token = await this.#logIn(); // B2P-0-10: one new token, one repeat
      return this.#send(method, withToken(path, this.#token), body);
    }
  }

  /** 3.1 */
  async #logIn() {
    const { managerLogin, managerPassword } = this.#settings;
    return (await this.#send('POST', '/v2/webserv/managers/token', { login: managerLogin, hashedPassword: md5(managerPassword) })).webservToken;
  }

  #send(method, path, body) {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const call = request(this.#settings.platformUrl + path, {
        method, ca: this.#settings.authority, timeout, signal: AbortSignal.timeout(timeout),
        headers: { Accept: 'application/json', ...(text === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }) },
      }, async (answer) => {
        try {
          let received = '';
          for await (const part of answer.setEncoding('utf8')) received += part;
          const content = received === '' ? null : JSON.parse(received);
          if (answer.statusCode >= 200 && answer.statusCode < 300) return resolve(content); // B2P-0-20
          const code = content?.error?.errorCode;
          return code && code !== 'UNKNOWN_ERROR' ? reject(new Refused(answer.statusCode, code)) : reject(new InDoubt(`the platform answered ${answer.statusCode}`));
        } catch {
          return reject(answer.statusCode >= 400 && answer.statusCode < 500 ? new Refused(answer.statusCode, 'UNREADABLE') : new InDoubt('the answer of the platform cannot be read'));
        }
      });
      call.on('error', (error) => reject(new InDoubt(`the platform does not answer (${error.code})`))); // no address in it: tokens stand there
      call.end(text);
    });
  }
}

const withToken = (path, token) => `${path}${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`; // B2P-0-8: at the end
