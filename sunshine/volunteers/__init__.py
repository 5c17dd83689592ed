"""志愿 volunteers: people who offer themselves, what they can do, when they are free, and what they agreed to."""
