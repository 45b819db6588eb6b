"""What a validation found, in one line that names each wrong field."""

from pydantic import ValidationError

MAX_TOLD = 5


def reason_of(error: ValidationError, place: str = "") -> str:
    """``field: what is wrong`` of the first few fields; ``place`` stands before their names."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    told = [f"{'.'.join([*([place] if place else []), *map(str, one['loc'])])}: {one['msg']}" for one in found]
    rest = len(told) - MAX_TOLD
    return "; ".join(told[:MAX_TOLD]) + (f"; and {rest} more" if rest > 0 else "")
