// Serves each pair of certificate and key file on a port of its own. See all_at_once in sent_servers.py.
const fs = require('fs');
const readline = require('readline');
const tls = require('tls');

async function serve(number, certificate, key, password) {
  try {
    const files = { cert: fs.readFileSync(certificate), key: fs.readFileSync(key) };
    const options = password === '-' ? files : { ...files, passphrase: password };
    const server = tls.createServer(options, (socket) => socket.on('error', () => {}));
    server.on('tlsClientError', () => {});
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    console.log(number, server.address().port);
  } catch (refusal) {
    console.log(number, 'refused', String(refusal.message).replace(/\n/g, ' '));
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (line === '.') break;
    await serve(...line.split(' '));
  }
  console.log('.');
  setInterval(() => {}, 60000);
})();
