// What the environment says. The same names in all samples; README.md explains them.
import { readFileSync } from 'node:fs';

const required = [
  'BROKER_PORT', 'TLS_CERTIFICATE', 'TLS_KEY', 'PUBLIC_URL', 'PLATFORM_URL', 'PLATFORM_CA', 'MANAGER_LOGIN', 'MANAGER_PASSWORD',
  'CRM_PASSWORD', 'BROKER_CRM_NAME', 'BROKER_NAME', 'SUCCESS_URL',
];

/** Ends the program with one line and exit code 2 when something is missing or unusable. */
export function readSettings(env = process.env) {
  const missing = required.filter((name) => !env[name]);
  if (missing.length > 0) refuse(`Missing in the environment: ${missing.join(', ')}`);
  for (const name of ['PUBLIC_URL', 'PLATFORM_URL', 'SUCCESS_URL', 'WEB_URL']) {
    if (env[name] && !(URL.canParse(env[name]) && env[name].startsWith('https://'))) refuse(`${name} must be an https address`); // P2B-0-4
  }
  const file = (name) => {
    try { return readFileSync(env[name]); } catch { return refuse(`${name} names a file that cannot be read`); }
  };
  const trimmed = (name) => env[name].replace(/\/+$/, '');
  return {
    port: Number(env.BROKER_PORT),
    certificate: file('TLS_CERTIFICATE'), key: file('TLS_KEY'), authority: file('PLATFORM_CA'),
    publicUrl: trimmed('PUBLIC_URL'), platformUrl: trimmed('PLATFORM_URL'),
    managerLogin: Number(env.MANAGER_LOGIN), managerPassword: env.MANAGER_PASSWORD, crmPassword: env.CRM_PASSWORD,
    crmName: env.BROKER_CRM_NAME, brokerName: env.BROKER_NAME,
    successUrl: env.SUCCESS_URL, webUrl: env.WEB_URL ?? `${trimmed('PLATFORM_URL')}/app/`,
    demo: env.DEMO_EMAIL && env.DEMO_PASSWORD ? { email: env.DEMO_EMAIL, password: env.DEMO_PASSWORD } : null,
    inAppTokens: env.IN_APP_TOKENS === 'on',
    dataFile: env.DATA_FILE ?? null,
  };
}

function refuse(reason) {
  console.error(reason);
  process.exit(2);
}
