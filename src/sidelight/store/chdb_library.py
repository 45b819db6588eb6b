"""chDB, imported without pyarrow.

chDB loads pyarrow (and with it numpy) when it finds them, for result formats that are not used here: 40 MB of memory
and 0.15 s of start-up. Its package declares both, so that they are always installed; hence they are hidden from its
import.
"""

import sys

_HIDDEN = "pyarrow"

_found = sys.modules.get(_HIDDEN)
# None in sys.modules makes an import fail as if the library were not installed.
sys.modules[_HIDDEN] = None  # type: ignore[assignment]
try:
    import chdb
finally:
    if _found is None:
        del sys.modules[_HIDDEN]
    else:
        sys.modules[_HIDDEN] = _found

__all__ = ["chdb"]
