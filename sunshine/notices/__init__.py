"""Messages to people: outbox, templates, delivery."""
