"""`python -m ratschlag.cli` is the command `ratschlag`."""

import sys

from ratschlag.cli import main

sys.exit(main())
