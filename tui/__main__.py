"""`python -m tui` does what `memories-tui` does."""

from tui.start import main

if __name__ == "__main__":
    main()
