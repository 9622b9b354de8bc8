"""What each subcommand of ``visavis`` does; `sim.cli` reads the words."""
