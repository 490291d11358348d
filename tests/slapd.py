"""A directory server for the tests: OpenLDAP from Debian, in a temporary folder, with StartTLS and LDAPS."""

import base64
import contextlib
import datetime
import ipaddress
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec.structs import replace

from meeting.access.directory.ldap_wire import StrictTls, ldap3
from meeting.access.directory.task import DirectoryKind, Link
from tests.server import LOOPBACK, free_port, until_true

SLAPD = shutil.which("slapd") or "/usr/sbin/slapd"
SCHEMAS = Path("/etc/ldap/schema")
BASE, SERVICE, PASSWORD = "dc=xa,dc=vn", "cn=phonghop,dc=xa,dc=vn", "mat khau dich vu"
CONF = """
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/nis.schema
include {folder}/msuser.schema
pidfile {folder}/slapd.pid
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
security simple_bind=128
database mdb
suffix "{base}"
rootdn "{service}"
rootpw "{password}"
directory {folder}/db
limits dn.exact="{reader}" size.soft=500 size.hard=1000 size.pr=1000 size.prtotal=unlimited
overlay ppolicy
"""
ANONYMOUS = bytes.fromhex("300c020101600702010304008000")
"""A bind request of LDAP without a name (RFC 4511). Its answer begins with 0x30, as every message does."""
READER = f"cn=doc,{BASE}"
"""A service account as offices have it: it only reads, and gets at most a thousand entries at once."""


def person(account: str, name: str, **more: str) -> str:
    """An entry of the directory; everybody's password is `mat-khau-cua-<account>`."""
    dn = more.pop("dn", f"uid={account}")
    lines = [f"dn: {dn},{BASE}", "objectClass: inetOrgPerson", f"uid: {account}", f"cn: {name}", "sn: x"]
    lines += [f"userPassword: mat-khau-cua-{account}", *(f"{key}: {value}" for key, value in more.items())]
    return "\n".join(lines) + "\n"


def ad_person(account: str, name: str, guid: UUID, control: int = 512) -> str:
    """The same as Active Directory has it: found by sAMAccountName, named by objectGUID, 514 when disabled."""
    lines = [f"dn: cn={account},{BASE}", "objectClass: person", "objectClass: extensibleObject"]
    lines += [f"cn: {account}", "sn: x"]
    lines += [f"sAMAccountName: {account}", f"displayName: {name}", f"userAccountControl: {control}"]
    lines += [f"objectGUID:: {base64.b64encode(guid.bytes_le).decode()}", f"userPassword: mat-khau-cua-{account}"]
    return "\n".join(lines) + "\n"


def group(name: str, *members: str) -> str:
    """A group that holds these entries by their DN below the top: `uid=lan`, `cn=another group`."""
    lines = [f"dn: cn={name},{BASE}", "objectClass: groupOfNames", f"cn: {name}"]
    return "\n".join([*lines, *(f"member: {member},{BASE}" for member in members)]) + "\n"


class Slapd:
    """One server with these entries; `url` speaks StartTLS, `secure` LDAPS."""

    def __init__(self, folder: Path, entries: list[str]) -> None:
        self.folder = folder
        (folder / "db").mkdir(parents=True)
        self.authority = folder / "server.pem"
        certify(folder)
        schema = (SCHEMAS / "msuser.schema").read_text()  # no search is possible there
        searched = "NAME 'sAMAccountName'\n\tEQUALITY caseIgnoreMatch"
        (folder / "msuser.schema").write_text(schema.replace("NAME 'sAMAccountName'", searched))
        conf = CONF.format(folder=folder, base=BASE, service=SERVICE, password=PASSWORD, reader=READER)
        (folder / "slapd.conf").write_text(conf)
        reader = f"dn: {READER}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: doc\n"
        reader += f"userPassword: {PASSWORD}\n"
        top = f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: xa\no: UBND\n"
        (folder / "people.ldif").write_text("\n".join([top, reader, *entries]))
        load = [SLAPD, "-T", "add", "-f", str(folder / "slapd.conf"), "-l", str(folder / "people.ldif")]
        subprocess.run(load, check=True, capture_output=True)
        self._ports = free_port(), free_port()
        plain, secure = self._ports
        self.url, self.secure = f"ldap://127.0.0.1:{plain}", f"ldaps://127.0.0.1:{secure}"
        self.begin()

    def begin(self) -> None:
        """It listens, for the first time or again."""
        command = [SLAPD, "-f", str(self.folder / "slapd.conf"), "-h", f"{self.url} {self.secure}", "-d", "0"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until_true(lambda: all(map(listens, self._ports)) and speaks(self._ports[0]), lambda: "slapd does not answer")

    def link(self, **other: Any) -> Link:
        """The settings that reach it by StartTLS, with some of them replaced."""
        told = Link(
            urls=(self.url,),
            kind=DirectoryKind.OPENLDAP,
            authority=self.authority.read_text("ascii"),
            service=SERVICE,
            password=PASSWORD,
            base=BASE,
        )
        return replace(told, **other)

    @contextmanager
    def keeper(self) -> Iterator[Any]:
        """A connection with the rights of the directory's administrator."""
        server = ldap3.Server(self.url, tls=StrictTls(self.authority.read_text("ascii")), get_info=ldap3.NONE)
        found = ldap3.Connection(server, SERVICE, PASSWORD, auto_bind=ldap3.AUTO_BIND_TLS_BEFORE_BIND)
        yield found
        found.unbind()

    def rename(self, entry: str, to: str) -> None:
        """Give an entry's DN another first part: `rename("uid=lan", "uid=lan.tran")`."""
        with self.keeper() as keeper:
            assert keeper.modify_dn(f"{entry},{BASE}", to), keeper.result

    def move(self, entry: str, under: str) -> None:
        """Move an entry, with everything below it, under another DN."""
        with self.keeper() as keeper:
            assert keeper.modify_dn(f"{entry},{BASE}", entry, new_superior=under), keeper.result

    def change(self, entry: str, **values: str) -> None:
        """Replace an entry's values by these; an empty value removes it."""
        new = {name: [(ldap3.MODIFY_REPLACE, [value] if value else [])] for name, value in values.items()}
        with self.keeper() as keeper:
            assert keeper.modify(f"{entry},{BASE}", new), keeper.result

    def remove(self, *entries: str) -> None:
        """Remove entries."""
        with self.keeper() as keeper:
            for entry in entries:
                assert keeper.delete(f"{entry},{BASE}"), keeper.result

    def hang(self) -> None:
        """It runs and does not answer."""
        os.kill(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """It answers again."""
        os.kill(self._process.pid, signal.SIGCONT)

    def stop(self) -> None:
        """It is gone."""
        self._process.kill()
        self._process.wait()


def certify(folder: Path) -> None:
    """A certificate for 127.0.0.1, and for no other name."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "danh ba")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).add_extension(names, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.not_valid_before(now - datetime.timedelta(days=1))
    made = builder.not_valid_after(now + datetime.timedelta(days=2)).sign(key, hashes.SHA256())
    (folder / "server.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "server.key").write_bytes(pem)


def listens(port: int) -> bool:
    """Whether somebody listens on the port."""
    with socket.socket() as link:
        return link.connect_ex((LOOPBACK, port)) == 0


def speaks(port: int) -> bool:
    """Whether a directory answers there: it listens before it is ready."""
    with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=5) as link:
        link.sendall(ANONYMOUS)
        return link.recv(1) == b"0"
    return False
