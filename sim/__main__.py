"""``python -m sim`` is ``visavis``."""

from sim.cli import main

raise SystemExit(main())
