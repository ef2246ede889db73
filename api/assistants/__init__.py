"""Tally for assistants: a server of the Model Context Protocol, which is an extra.

``pip install 'tally[mcp]'``; nothing else in ``api`` imports it, so that serving does without.
"""
