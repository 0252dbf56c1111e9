// An OpenID provider as a broker's own CRM may have one, by panva/node-oidc-provider (8, the last that runs on the Node of
// Debian 12). Reads its settings as JSON from standard input and prints "ready PORT". Anybody may log in with any password; the login name is the
// e-mail address, which is verified unless it says otherwise.

import { createServer } from 'node:https';
import { readFileSync } from 'node:fs';
import Provider from 'oidc-provider';

const settings = JSON.parse(readFileSync(0, 'utf8'));
const inFrames = { sameSite: 'none', secure: true, httpOnly: true };
const server = createServer({ cert: settings.certificate, key: settings.key });
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const provider = new Provider(`https://localhost:${port}`, {
    clients: settings.clients,
    cookies: { keys: ['only for tests'], short: inFrames, long: inFrames },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['given_name', 'family_name', 'locale'] },
    features: { devInteractions: { enabled: true } },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 600, Session: 600, Grant: 600 },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: id,
        email_verified: !id.startsWith('unverified'),
        given_name: 'Marlene',
        family_name: 'Okonkwo',
        locale: 'en',
      }),
    }),
  });
  server.on('request', provider.callback());
  console.log(`ready ${port}`);
});
