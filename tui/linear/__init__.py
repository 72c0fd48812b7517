"""The whole program as plain lines of text, for screen readers and terminals that can do no more: append-only, asked
and answered, with numbered choices, over the same engine."""
