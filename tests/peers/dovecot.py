"""A real Dovecot on loopback, with its own configuration, certificate and one user, stopped at the end."""

import grp
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from imapclient import IMAPClient
from imapclient.imapclient import SocketTimeout

from api.cli.doctor import ADMINISTRATORS
from tests.conftest import free_port, needs
from tests.peers.certificates import Certificate, issue

START_SECONDS = 10.0
PASSWORD = "a pässword of the tests"
# Version 2.4 has other names for the same things.
_OLD = """
protocols = imap
ssl_cert = <{chain}
ssl_key = <{key}
mail_location = maildir:{folder}/mail/%n
mail_home = {folder}/home/%n
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%n
}}
"""
_NEW = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols = imap
ssl_server_cert_file = {chain}
ssl_server_key_file = {key}
mail_driver = maildir
mail_path = {folder}/mail/%{{user | username}}
mail_home = {folder}/home/%{{user | username}}
passdb passwd-file {{
  default_password_scheme = PLAIN
  passwd_file_path = {folder}/users
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {folder}/home/%{{user | username}}
  }}
}}
"""
_BOTH = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1
ssl = required
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_process_limit = 20
mail_max_userip_connections = 50
mail_fsync = never
first_valid_uid = 1
first_valid_gid = 1
auth_mechanisms = plain login
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Trash {{
    auto = create
    special_use = \\Trash
  }}
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """A running server: two ports, the authority to trust, its user."""

    folder: Path
    tls_port: int
    starttls_port: int
    certificate: Certificate
    user: str
    password: str = PASSWORD

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """Another mail program of the same person's."""
        context = ssl.create_default_context(cafile=self.certificate.authority)
        with IMAPClient(
            "localhost", self.tls_port, ssl=True, ssl_context=context, timeout=SocketTimeout(10, 10)
        ) as client:
            client.plain_login(self.user, self.password)
            yield client

    def add(self, raw: bytes, *, folder: str = "INBOX", flags: tuple[str, ...] = ()) -> int:
        """Let a mail arrive; returns its uid."""
        with self.client() as client:
            client.append(folder, raw, flags)
            client.select_folder(folder, readonly=True)
            return int(max(client.search("ALL")))

    def log(self) -> str:
        """What it has logged."""
        return (self.folder / "log").read_text()


@contextmanager
def running(user: str, *, name: str = "localhost") -> Iterator[Dovecot]:
    """A server with an empty mailbox of `user`, certified as `name`; skips where there is none, fails under CI=true."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path=ADMINISTRATORS)
    needs("dovecot", program is not None)
    with tempfile.TemporaryDirectory(prefix="jobwright-dovecot-") as made:
        folder = Path(made)
        server = _configured(str(program), folder, user, name)
        owner = _owner()
        if os.geteuid() == 0:  # it gives no mail to root, so it runs as nobody in particular
            folder.chmod(0o755)
            for path in [folder, *folder.rglob("*")]:
                os.chown(path, owner.pw_uid, owner.pw_gid)
        rights = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen([str(program), "-F", "-c", str(folder / "dovecot.conf")], stderr=said, **rights)
        try:
            _wait(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(10)


def _owner() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _configured(program: str, folder: Path, user: str, name: str) -> Dovecot:
    for inside in ("run", "state", "mail", "home"):
        (folder / inside).mkdir()
    server = Dovecot(folder, free_port(), free_port(), issue(folder, name), user)
    owner = _owner()
    told = {
        "folder": folder, "chain": server.certificate.chain, "key": server.certificate.key, "uid": owner.pw_uid,
        "gid": owner.pw_gid, "tls_port": server.tls_port, "starttls_port": server.starttls_port, "user": owner.pw_name,
        "group": grp.getgrgid(owner.pw_gid).gr_name,
    }  # fmt: skip
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    own = _OLD if version.startswith(("2.2.", "2.3.")) else _NEW
    (folder / "dovecot.conf").write_text(f"{own}{_BOTH}".format(**told))
    (folder / "users").write_text(f"{user}:{{PLAIN}}{server.password}\n")
    return server


def _wait(server: Dovecot, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", server.tls_port)) == 0:
                return
        time.sleep(0.02)
    said = [path.read_text() for name in ("said", "log") if (path := server.folder / name).exists()]
    raise AssertionError(f"dovecot did not start: {' '.join(said)[-2000:]}")
