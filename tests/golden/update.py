"""Write the golden files anew: ``python -m tests.golden.update``. Read the difference before committing it."""

from tests.golden.captures import NAMES, read_capture
from tests.golden.render import render
from tests.golden.test_captures import golden_path

if __name__ == "__main__":
    for name in NAMES:
        golden_path(name).write_text(render(read_capture(name)))
