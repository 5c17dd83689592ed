"""Sunshine Grid 阳光网格: the working system of an urban community."""

__version__ = "0.1.0"
