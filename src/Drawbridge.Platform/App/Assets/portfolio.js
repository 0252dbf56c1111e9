// What is open on the account and what it is worth, as the platform says.
import { api } from './api.js';
import { emit, on } from './events.js';
import { state } from './state.js';

const WITH_POSITIONS = 2000;
let found = null;

/** { balance, equity, usedMargin, freeMargin, positions } of the account that is shown, null until it is known. */
export const portfolio = () => (found && String(found.login) === String(state.account?.login) ? found : null);

export async function loadPortfolio() {
  const { session, account } = state;
  if (!session || !account) return;
  try {
    const fresh = await api.positions(session.sessionId, account.login);
    if (state.account?.login !== account.login) return;
    const moved = fresh.balance !== account.balance;
    found = fresh;
    emit('portfolio');
    if (moved) emit('look');
  } catch { /* what was known stays, and the session is looked at by others */ }
}

/** Keeps it true while somebody looks; returns how to stop. */
export function watchPortfolio() {
  loadPortfolio();
  const stop = on('session', loadPortfolio);
  const timer = setInterval(() => { if (!document.hidden && portfolio()?.positions.length) loadPortfolio(); }, WITH_POSITIONS);
  return () => { stop(); clearInterval(timer); };
}
