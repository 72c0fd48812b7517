"""What the service documents and what others recorded of it, against the client."""
