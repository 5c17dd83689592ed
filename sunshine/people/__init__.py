"""Organisations, officers, roles and reach; residents' contact details under seal."""
