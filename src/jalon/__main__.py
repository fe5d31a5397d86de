"""`python -m jalon` is `jalon`."""

import sys

from jalon.cli import main

sys.exit(main())
