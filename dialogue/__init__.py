"""Pure text and numbers: what was said, how it landed, what is said back."""
