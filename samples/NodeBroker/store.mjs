// What the broker remembers: users, accounts, payments, mails, and of every token its SHA-256 only. In memory, and in DATA_FILE if there is one.
import { createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

const minute = 60_000;
const day = 24 * 60 * minute;
const oneTimeLifetime = minute; // P2B-OT-2: exactly
const oneTimeRemembered = day; // P2B-OT-9: that long an unused one is "expired", then unknown
const crmApiTokenLifetime = 8 * day; // P2B-CT-1: at least seven
const mostMails = 500;

export const hash = (text) => createHash('sha256').update(text).digest('hex'); // P2B-OT-7
export const newToken = () => randomBytes(32).toString('base64url'); // P2B-OT-6: 256 random bits
export const isWellFormed = (text) => /^[A-Za-z0-9_-]{20,256}$/.test(text); // DEC-17

/** Equal texts, compared in the same time whatever differs. */
export const sameText = (one, other) => timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());

export class Store {
  #file;
  #state = { key: randomBytes(32).toString('hex'), users: [], payments: {}, mails: [], crmApiTokens: {}, oneTimeTokens: {}, accessTokens: {}, inAppTokens: {} };

  constructor(file) {
    this.#file = file;
    if (file && existsSync(file)) this.#state = JSON.parse(readFileSync(file, 'utf8'));
  }

  save() {
    if (!this.#file) return;
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#state), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }

  // Users. `userId` is the platform's number, null until call 3.2 has answered; `accounts` are the trading accounts.
  findUser(email) { return this.#state.users.find((user) => user.email.toLowerCase() === email.toLowerCase()) ?? null; }
  findUserById(id) { return this.#state.users.find((user) => user.id === id) ?? null; }
  findUserByPlatformId(userId) { return this.#state.users.find((user) => user.userId === userId) ?? null; }

  async addUser(user) {
    const passwordHash = await hashPassword(user.password);
    if (this.findUser(user.email)) return null; // somebody was faster
    const added = { ...user, id: randomBytes(8).toString('hex'), password: undefined, passwordHash, sessions: 0, userId: null, addressProven: false, accounts: [] };
    this.#state.users.push(added);
    this.save();
    return added;
  }

  async setPassword(user, password) {
    user.passwordHash = await hashPassword(password);
    this.endSessions(user);
    this.revokeAccessTokens(user); // P2B-AT-8
  }

  /** Ends the client area's sessions: they carry this number. */
  endSessions(user) {
    user.sessions += 1;
    this.save();
  }

  // Payments, by a key that the form carries, so that sending it twice moves money once.
  payment(key) { return this.#state.payments[key] ?? null; }
  addPayment(key, payment) {
    this.#state.payments[key] = payment;
    this.save();
  }

  // Mails, kept instead of sent.
  mailsTo(email) { return this.#state.mails.filter((mail) => mail.to.toLowerCase() === email.toLowerCase()); }
  addMail(mail) {
    this.#state.mails = [mail, ...this.#state.mails].slice(0, mostMails);
    this.save();
  }

  // crmApiToken: any number side by side (P2B-CT-3).
  addCrmApiToken() {
    const token = newToken();
    this.#state.crmApiTokens = Object.fromEntries(Object.entries(this.#state.crmApiTokens).filter(([, expiresAt]) => expiresAt > Date.now()));
    this.#state.crmApiTokens[hash(token)] = Date.now() + crmApiTokenLifetime;
    this.save();
    return token;
  }

  isCrmApiToken(token) { return this.#state.crmApiTokens[hash(token)] > Date.now(); }

  /** A new OT token. `purpose` is login, web or in-app; `keep` is the choice to stay logged in (P2B-OT-8). */
  addOneTimeToken(user, purpose, keep) {
    const token = newToken(); // P2B-OT-4, P2B-OT-5
    const tokens = this.#state.oneTimeTokens;
    for (const [key, { at }] of Object.entries(tokens)) if (Date.now() - at >= oneTimeRemembered + oneTimeLifetime) delete tokens[key];
    tokens[hash(token)] = { user: user.id, purpose, keep: keep && purpose !== 'in-app', at: Date.now(), used: false }; // P2B-4.2-11
    this.save();
    return token;
  }

  /** Uses the token up. `{ user, keep }`, or the word for what is wrong: malformed, unknown (also used), expired. */
  takeOneTimeToken(token, purpose = null) {
    if (!isWellFormed(token)) return { fault: 'malformed' };
    const entry = this.#state.oneTimeTokens[hash(token)];
    if (!entry || entry.used || (purpose && entry.purpose !== purpose)) return { fault: 'unknown' }; // used wins over expired
    if (Date.now() - entry.at >= oneTimeLifetime) return { fault: 'expired' };
    entry.used = true; // nothing is awaited in between, so of two only one gets here (P2B-OT-3)
    this.save();
    return { user: this.findUserById(entry.user), keep: entry.keep };
  }

  // Access tokens do not expire (P2B-AT-4).
  addAccessToken(user) {
    const token = newToken();
    this.#state.accessTokens[hash(token)] = { user: user.id, revoked: false };
    this.save();
    return token;
  }

  accessToken(token) { return this.#state.accessTokens[hash(token)] ?? null; }

  revokeAccessToken(user, token) {
    if (token) this.accessToken(token).revoked = true;
    this.#dropInAppTokens((entry) => entry.user === user.id && entry.accessToken === (token ? hash(token) : null)); // P2B-IT-6
  }

  revokeAccessTokens(user) {
    for (const entry of Object.values(this.#state.accessTokens)) if (entry.user === user.id) entry.revoked = true;
    for (const entry of Object.values(this.#state.oneTimeTokens)) if (entry.user === user.id) entry.used = true; // P2B-OT-11
    this.#dropInAppTokens((entry) => entry.user === user.id);
  }

  addInAppToken(user, accessToken) {
    const token = newToken();
    this.#state.inAppTokens[hash(token)] = { user: user.id, accessToken: accessToken ? hash(accessToken) : null };
    this.save();
    return token;
  }

  inAppTokenUser(token) { return this.#state.inAppTokens[hash(token)]?.user ?? null; }

  #dropInAppTokens(which) {
    for (const [key, entry] of Object.entries(this.#state.inAppTokens)) if (which(entry)) delete this.#state.inAppTokens[key];
    this.save();
  }

  // Sealed values: what a form or cookie carries for us. Signed, of one kind, good until its end.
  seal(kind, value, lifetime) {
    const text = Buffer.from(JSON.stringify({ kind, value, until: Date.now() + lifetime })).toString('base64url');
    return `${text}.${this.#sign(text)}`;
  }

  open(kind, sealed) {
    const [text, signature] = (sealed ?? '').split('.');
    if (!signature || !sameText(signature, this.#sign(text))) return null;
    const content = JSON.parse(Buffer.from(text, 'base64url'));
    return content.kind === kind && content.until > Date.now() ? content.value : null;
  }

  #sign(text) { return createHmac('sha256', this.#state.key).update(text).digest('base64url'); }
}

const scryptAsync = promisify(scrypt);
const derive = (password, salt) => scryptAsync(password, salt, 32, { N: 2 ** 15, r: 8, p: 3, maxmem: 2 ** 26 });

async function hashPassword(password) {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${(await derive(password, salt)).toString('hex')}`;
}

/** Takes as long for an unknown user as for a known one. */
export async function checkPassword(user, password) {
  const [salt, expected] = (user?.passwordHash ?? `${'0'.repeat(32)}:${'0'.repeat(64)}`).split(':');
  const given = await derive(password, Buffer.from(salt, 'hex'));
  return timingSafeEqual(given, Buffer.from(expected, 'hex')) && user !== null;
}

/** Counts failures by a key: `wait` is true after so many of them, until ten minutes have passed without one. */
export class Throttle {
  #failures = new Map();
  constructor(most) { this.most = most; }
  wait(key) {
    const entry = this.#failures.get(key);
    if (entry && Date.now() - entry.at > 10 * minute) this.#failures.delete(key);
    return (this.#failures.get(key)?.count ?? 0) >= this.most;
  }
  fail(key) {
    if (this.#failures.size > 10_000) this.#failures.clear();
    this.#failures.set(key, { count: (this.#failures.get(key)?.count ?? 0) + 1, at: Date.now() });
  }
  forget(key) { this.#failures.delete(key); }
}
