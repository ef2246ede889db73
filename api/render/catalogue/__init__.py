"""What tells machines that Tally is here, what it holds, and where: a file for each form."""
