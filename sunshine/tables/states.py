"""What a shipped row says of itself."""

SHIPPED = "可修改的默认值"
"""What a row that we ship says of its source; a text of the county like every source, so it is not translated."""
