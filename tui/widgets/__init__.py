"""What a person sees. Widgets know values; never services, screens or the app."""
