"""The parts of a URL, for text that may be anything."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Address:
    """Where a URL points to. ``location`` is host and port as written, without user and password."""

    scheme: str
    host: str
    port: int
    location: str

    @property
    def origin(self) -> str:
        """The URL without its path."""
        return f"{self.scheme}://{self.location}"

    @property
    def is_secure(self) -> bool:
        """Whether it is reached over TLS."""
        return self.scheme == "https"


def read_address(url: str) -> Address | None:
    """The address in an http or https URL; None for anything else."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or port == 0:
        return None
    default = 443 if parts.scheme == "https" else 80
    return Address(parts.scheme, host.lower(), port or default, parts.netloc.rpartition("@")[2])
