"""A mail server (Debian's aiosmtpd) that wants STARTTLS and a login before it takes a mail.

Usage: smtp_server.py FOLDER CERTIFICATE KEY USER PASSWORD REFUSALS
Prints its port. Writes each mail to FOLDER as N.json, and each login to FOLDER/logins; answers the first REFUSALS mails that they shall come later.
Ends when its standard input does.
"""

import asyncio
import base64
import json
import logging
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder, certificate, key, user, password, refusals = sys.argv[1:]

logging.disable(logging.WARNING)  # of what the library itself has given up


class Mailbox:
    def __init__(self, refusals):
        self.refusals = refusals
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        if self.refusals > 0:
            self.refusals -= 1
            return "451 4.3.0 Try again later"
        self.count += 1
        mail = {
            "cipher": session.ssl["cipher"][0] if isinstance(session.ssl, dict) else session.ssl is not None and "tls",
            "authenticated": session.authenticated,
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "content": base64.b64encode(envelope.content).decode(),
        }
        name = os.path.join(folder, f"{self.count}.json")
        with open(name + ".part", "w") as file:
            json.dump(mail, file)
        os.rename(name + ".part", name)
        return "250 2.0.0 Taken"


def authenticate(server, session, envelope, mechanism, data):
    right = data.login == user.encode() and data.password == password.encode()
    with open(os.path.join(folder, "logins"), "a") as file:
        file.write("right\n" if right else "wrong\n")
    return AuthResult(success=right)


class Server(SMTP):
    async def smtp_AUTH(self, arg):
        # .NET writes the mechanism in small letters, which this server alone does not know.
        mechanism, *rest = arg.split(" ", 1)
        return await super().smtp_AUTH(" ".join([mechanism.upper(), *rest]))


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    mailbox = Mailbox(int(refusals))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Server(
            mailbox, tls_context=context, require_starttls=True, auth_required=True, auth_require_tls=True,
            authenticator=authenticate, enable_SMTPUTF8=True, loop=loop),
        "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()
    os._exit(0)


asyncio.run(main())
