"""A directory server of its own for the tests: OpenLDAP from Debian, in a temporary folder, with StartTLS and LDAPS."""

import base64
import datetime
import ipaddress
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SLAPD = shutil.which("slapd") or "/usr/sbin/slapd"
SCHEMAS = Path("/etc/ldap/schema")
BASE, SERVICE, PASSWORD = "dc=xa,dc=vn", "cn=phonghop,dc=xa,dc=vn", "mat khau dich vu"
CONF = """
modulepath /usr/lib/ldap
moduleload back_mdb
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
"""


def person(account: str, name: str, **more: str) -> str:
    """An entry of the directory; everybody's password is `mat-khau-cua-<account>`."""
    lines = [f"dn: uid={account},{BASE}", "objectClass: inetOrgPerson", f"uid: {account}", f"cn: {name}", "sn: x"]
    lines += [f"userPassword: mat-khau-cua-{account}", *(f"{key}: {value}" for key, value in more.items())]
    return "\n".join(lines) + "\n"


def ad_person(account: str, name: str, guid: UUID, control: int = 512) -> str:
    """The same as Active Directory has it: found by sAMAccountName, named by objectGUID, 514 when disabled."""
    lines = [f"dn: cn={account},{BASE}", "objectClass: person", "objectClass: extensibleObject"]
    lines += [f"cn: {account}", "sn: x"]
    lines += [f"sAMAccountName: {account}", f"displayName: {name}", f"userAccountControl: {control}"]
    lines += [f"objectGUID:: {base64.b64encode(guid.bytes_le).decode()}", f"userPassword: mat-khau-cua-{account}"]
    return "\n".join(lines) + "\n"


class Slapd:
    """One server with these entries; `url` speaks StartTLS, `secure` LDAPS."""

    def __init__(self, folder: Path, entries: list[str]) -> None:
        self.folder = folder
        (folder / "db").mkdir(parents=True)
        self.authority = folder / "server.pem"
        certify(folder)
        schema = (
            SCHEMAS / "msuser.schema"
        ).read_text()  # where nothing can be searched for, unlike in Active Directory
        searched = "NAME 'sAMAccountName'\n\tEQUALITY caseIgnoreMatch"
        (folder / "msuser.schema").write_text(schema.replace("NAME 'sAMAccountName'", searched))
        conf = CONF.format(folder=folder, base=BASE, service=SERVICE, password=PASSWORD)
        (folder / "slapd.conf").write_text(conf)
        top = f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: xa\no: UBND\n"
        (folder / "people.ldif").write_text("\n".join([top, *entries]))
        load = [SLAPD, "-T", "add", "-f", str(folder / "slapd.conf"), "-l", str(folder / "people.ldif")]
        subprocess.run(load, check=True, capture_output=True)
        plain, secure = free_port(), free_port()
        self.url, self.secure = f"ldap://127.0.0.1:{plain}", f"ldaps://127.0.0.1:{secure}"
        command = [SLAPD, "-f", str(folder / "slapd.conf"), "-h", f"{self.url} {self.secure}", "-d", "0"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for port in (plain, secure):
            wait_for(port)

    def hang(self) -> None:
        """It is there and says nothing."""
        os.kill(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """It speaks again."""
        os.kill(self._process.pid, signal.SIGCONT)

    def stop(self) -> None:
        """It is gone."""
        self._process.kill()
        self._process.wait()


def certify(folder: Path) -> None:
    """A certificate of its own for 127.0.0.1, and for no other name."""
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


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Until somebody listens on the port."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("slapd does not listen")
