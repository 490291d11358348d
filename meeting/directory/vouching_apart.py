"""The reading of certificates that were sent, run in the jail: `python -m meeting.directory.vouching_apart`."""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from meeting.directory.vouching import AskedCertificates, AsPem
from meeting.kernel.task import answer_request


def read(asked: AskedCertificates) -> AsPem:
    """Return all certificates, written again."""
    try:
        pem = b"-----BEGIN" in asked.data
        found = x509.load_pem_x509_certificates(asked.data) if pem else [x509.load_der_x509_certificate(asked.data)]
    except ValueError:
        return AsPem("")
    return AsPem("".join(each.public_bytes(Encoding.PEM).decode("ascii") for each in found))


if __name__ == "__main__":
    answer_request(AskedCertificates, read)
