// A call of the journal as a command line. Secrets are masked in the journal, so they stand as variables.
const MASK = '•••';

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
/** Masked places become $SECRET, outside of the single quotes so that the shell fills it in. */
const filled = (text) => quoted(text).replaceAll(MASK, `'"$SECRET"'`);

export function curlOf(entry) {
  const lines = [`curl -X ${entry.method} ${filled(entry.url + (entry.query ? `?${entry.query}` : ''))}`, `-H 'Accept: application/json'`, `-H ${quoted(`X-Correlation-Id: ${entry.correlationId}`)}`];
  if (entry.requestBody) lines.push(`-H 'Content-Type: application/json'`, `--data ${filled(entry.requestBody)}`);
  const command = lines.join(' \\\n  ');
  return command.includes('$SECRET') ? `SECRET=… # masked in the journal: fill in\n${command}` : command;
}
