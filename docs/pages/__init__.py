"""One module for each chapter of docs/reference: each renders the code it describes."""
