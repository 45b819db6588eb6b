"""A private certificate authority with a server and two clients: one of its own, one of a stranger."""

import ssl
from dataclasses import dataclass
from pathlib import Path

import trustme


@dataclass(frozen=True)
class Pair:
    """A certificate and its key, as PEM files."""

    certificate: Path
    key: Path


@dataclass(frozen=True)
class Certificates:
    """PEM files."""

    authority: Path
    server: Pair
    client: Pair
    stranger: Pair

    def context(self, client: Pair | None = None) -> ssl.SSLContext:
        """TLS of a client that trusts the authority."""
        context = ssl.create_default_context(cafile=self.authority)
        if client:
            context.load_cert_chain(client.certificate, client.key)
        return context


def make_certificates(folder: Path) -> Certificates:
    """Write them all into the folder."""
    authority, other = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    return Certificates(
        folder / "ca.pem",
        _write(authority.issue_cert("localhost", "127.0.0.1"), folder, "server"),
        _write(authority.issue_cert("codex@example.org"), folder, "client"),
        _write(other.issue_cert("stranger@example.org"), folder, "stranger"),
    )


def _write(issued: trustme.LeafCert, folder: Path, name: str) -> Pair:
    pair = Pair(folder / f"{name}.pem", folder / f"{name}.key")
    for number, part in enumerate(issued.cert_chain_pems):
        part.write_to_path(pair.certificate, append=number > 0)
    issued.private_key_pem.write_to_path(pair.key)
    return pair
