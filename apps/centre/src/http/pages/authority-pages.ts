import { readFile } from "node:fs/promises";
import type { FastifyInstance } from "fastify";

/** How to trust the local certificate authority, and the certificate itself. Served only where ours is in use. */
export function serveAuthority(app: FastifyInstance, caFile: string): void {
  app.get("/ca.crt", { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type("application/x-x509-ca-cert")
      .header("content-disposition", 'attachment; filename="siaga112-ca.crt"')
      .header("cache-control", "no-store")
      .send(await readFile(caFile)),
  );
  app.get("/ca", { schema: { hide: true } }, (_request, reply) => reply.type("text/html; charset=utf-8").send(page));
}

const page = `<!doctype html>
<html lang="id">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Mempercayai konsol Siaga 112 · Trusting the console</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}code{background:#8882;padding:0 .2em}</style>
<h1>Mempercayai konsol Siaga 112</h1>
<p>Mikrofon hanya boleh dipakai pada alamat yang aman (HTTPS). Pusat ini membuat sertifikatnya sendiri; sekali dipasang
di komputer meja, peramban tidak memperingatkan lagi.</p>
<ol>
<li>Unduh <a href="/ca.crt">sertifikat pusat</a> (<code>siaga112-ca.crt</code>). Cocokkan sidik jarinya dengan petugas TI.</li>
<li>Windows: klik dua kali → <em>Install Certificate</em> → <em>Local Machine</em> → <em>Trusted Root Certification Authorities</em>.</li>
<li>Linux (Chromium): <code>certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Siaga112 -i siaga112-ca.crt</code>.</li>
<li>macOS: buka dengan <em>Keychain Access</em>, lalu pilih <em>Always Trust</em>. Firefox: <em>Settings → Certificates → Authorities → Import</em>.</li>
<li>Mulai ulang peramban dan buka konsol melalui alamat <code>https://</code>.</li>
</ol>
<section lang="en">
<h1>Trusting the Siaga 112 console</h1>
<p>A microphone works on secure (HTTPS) addresses only. This centre made its own certificate; install it once on each
desk computer and the browser stops warning.</p>
<ol>
<li>Download <a href="/ca.crt">the centre's certificate</a> and compare its fingerprint with your IT staff.</li>
<li>Windows: double-click → <em>Install Certificate</em> → <em>Local Machine</em> → <em>Trusted Root Certification Authorities</em>.</li>
<li>Linux (Chromium): <code>certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Siaga112 -i siaga112-ca.crt</code>.</li>
<li>macOS: open it in <em>Keychain Access</em>, choose <em>Always Trust</em>. Firefox: <em>Settings → Certificates → Authorities → Import</em>.</li>
<li>Restart the browser and open the console at its <code>https://</code> address.</li>
</ol>
</section>
</html>
`;
