// Reads "NAME PORT ANCHORS HOST" a line and writes "NAME ok" or "NAME FAIL reason", as Node.js with default settings decides.
'use strict';
const fs = require('fs');
const tls = require('tls');

function shake([name, port, anchors, host]) {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port: Number(port), servername: host, ca: fs.readFileSync(anchors) };
    let socket;
    const end = (text) => { if (socket) socket.destroy(); resolve(`${name} ${text}`); };
    try {
      socket = tls.connect(options, () => end('ok'));
      socket.on('error', (error) => end(`FAIL ${error.code || ''} ${error.message}`.replace(/\s+/g, ' ').slice(0, 160)));
      socket.setTimeout(10000, () => end('FAIL timeout'));
    } catch (error) {
      end(`FAIL ${error.message}`.replace(/\s+/g, ' '));
    }
  });
}

(async () => {
  const lines = fs.readFileSync(0, 'utf8').trim().split('\n');
  for (const line of lines) console.log(await shake(line.split(' ')));
})();
