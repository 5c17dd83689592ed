"""Plain Python without Django: pure arithmetic, text and crypto that every room may use."""
