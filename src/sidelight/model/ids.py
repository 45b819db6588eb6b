"""Ids are derived from content, never random, so that repeated input makes the same rows."""

import hashlib


def derive_id(*parts: str, length: int = 16) -> str:
    """Hex id of ``length`` characters (at most 64) that depends on all the parts and on their boundaries."""
    digest = hashlib.blake2b(digest_size=32)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:length]
