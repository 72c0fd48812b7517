"""Everything that can be done, by its name: the help of a pane, and commands that take arguments."""
