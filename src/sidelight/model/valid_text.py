"""Texts as Unicode allows them: senders give us lone surrogates, from broken JSON escapes."""


def valid_text(text: str) -> str:
    """The text with every lone surrogate replaced by U+FFFD; paired ones become the character they mean."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
