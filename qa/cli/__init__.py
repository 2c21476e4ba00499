"""The command `qa`: one function a subcommand, what it prints, and its exit codes."""
