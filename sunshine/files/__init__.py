"""Photos: decoded, stripped, re-encoded, thumbnails; never public unless released."""
