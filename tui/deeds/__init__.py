"""What is done to many videos at once: one job, one result each. Plain asyncio on the engine's loop."""
