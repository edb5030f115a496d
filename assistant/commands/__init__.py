"""The subcommands of `minsheng`, a module each: `add_arguments(parser)` and `run(args) -> int`."""
