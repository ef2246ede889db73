"""The JSON that is answered: every field is always there, absent is `null`."""
