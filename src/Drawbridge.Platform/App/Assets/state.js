// The one place which says what the app is doing. Plain data; changes are announced on the bus.
export const state = {
  config: { brokers: [] },
  broker: null,
  source: 'Web',
  lang: 'en',
  theme: 'light',
  extras: {},
  session: null,
  account: null,
  page: 'trade',
};

export function pickAccount(login) {
  const accounts = state.session?.accounts ?? [];
  state.account = accounts.find((account) => String(account.login) === String(login)) ?? accounts[0] ?? null;
}
