"""Stories in keys: the whole program, from the table to the service and back."""
