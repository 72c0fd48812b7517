"""Everything on its way to the service: chosen, sent, tracked until ready, and journalled throughout."""
