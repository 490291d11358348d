"""The container of a signature: the only part of a signed file that no signature covers.

Ours holds one CMS message of one exact shape (one signer, their certificate, nothing unsigned) and zeros after it.
Building that message again from its signed parts and comparing it with the file shows a change of even one digit.
"""

from asn1crypto import algos, cms, parser
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature


def is_exact(pdf: bytes, embedded: EmbeddedPdfSignature) -> bool:
    """Return whether the container holds the signature as `signing.sign` writes it, and nothing else."""
    _, length, resumes, _ = embedded.byte_range
    room = resumes - length - 2
    expected = b"<" + _rebuilt(embedded).hex().upper().encode().ljust(room, b"0") + b">"
    return pdf[length:resumes] == expected


def is_alone(pdf: bytes, embedded: EmbeddedPdfSignature) -> bool:
    """Return whether the container holds one message of any form, and only zeros after it."""
    _, length, resumes, _ = embedded.byte_range
    try:
        held = bytes.fromhex(pdf[length + 1 : resumes - 1].decode("ascii"))
        _, _, _, head, message, _ = parser.parse(held)
    except ValueError:
        return False
    return not any(held[len(head) + len(message) :])  # what may end a message without a length is zeros too


def _rebuilt(embedded: EmbeddedPdfSignature) -> bytes:
    certificate, told = embedded.signer_cert, embedded.signer_info
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    attributes = cms.CMSAttributes.load(told["signed_attrs"].untag().dump())
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                cms.IssuerAndSerialNumber(
                    {
                        "issuer": certificate.issuer,
                        "serial_number": certificate.serial_number,
                    }
                ),
            ),
            "digest_algorithm": digest,
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
            "signature": told["signature"].native,
        }
    )
    message = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": cms.DigestAlgorithms((digest,)),
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": message}).dump())
