"""Start the chat page: ``python app.py``."""

import sys

from assistant.page import serve
from assistant.settings import load_settings
from index.errors import AsmkError


def main() -> int:
    """Serve the page; an error that the user can mend is one line on stderr."""
    try:
        serve(load_settings())
    except AsmkError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
