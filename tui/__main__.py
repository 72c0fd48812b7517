"""`python -m tui` does what `memories-tui` does."""

from tui.cli import main

if __name__ == "__main__":
    main()
